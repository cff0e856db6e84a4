import { Socket } from "node:net";
import { Client } from "pg";
import { within } from "#twin/metacircular/programs/lib/within.ts";

export type PostgresOptions = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** A connection to PostgreSQL, without TLS. */
export class PostgresConnection {
  readonly #socket = new Socket();
  readonly #client: Client;
  readonly #timeoutMs: number;

  private constructor(options: PostgresOptions, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#client = new Client({ ...options, ssl: false, stream: () => this.#socket });
    // The loss of the connection between two queries is no error; `isOpen` shows it.
    this.#client.on("error", () => {});
  }

  /** @throws with the server's message, or when the server does not answer within `timeoutMs` */
  static async open(options: PostgresOptions, timeoutMs: number): Promise<PostgresConnection> {
    const connection = new PostgresConnection(options, timeoutMs);
    try {
      await within(connection.#client.connect(), timeoutMs);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed;
  }

  /** The rows of one statement. @throws as `open`; close the connection after an error */
  async query(sql: string): Promise<readonly unknown[]> {
    const { rows } = await within(this.#client.query<Record<string, unknown>>(sql), this.#timeoutMs);
    return rows;
  }

  close(): void {
    this.#socket.destroy();
  }
}
