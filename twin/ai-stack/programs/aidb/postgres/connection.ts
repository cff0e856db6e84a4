import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import * as wire from "./messages.ts";
import { MECHANISM, Scram } from "./scram.ts";

export type PostgresOptions = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** Kinds of AuthenticationRequest. */
const OK = 0;
const SASL = 10;
const SASL_CONTINUE = 11;
const SASL_FINAL = 12;

export type Rows = readonly (readonly (string | null)[])[];

/** A connection to PostgreSQL, for one query after another. */
export class PostgresConnection {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  readonly #messages: AsyncGenerator<wire.Message, undefined>;

  private constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    this.#messages = wire.messagesIn(socket as AsyncIterable<Buffer>);
    socket.on("timeout", () => socket.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`)));
    // Whoever waits for an answer is told; a connection that ends while nobody asks is nobody's error.
    socket.on("error", () => {});
  }

  /** @throws with the server's words when it does not let us in, or when an answer takes longer than `timeoutMs` */
  static async open(options: PostgresOptions, timeoutMs: number): Promise<PostgresConnection> {
    const connection = new PostgresConnection(connect(options.port, options.host), timeoutMs);
    try {
      connection.#send(wire.startup(options.user, options.database));
      await connection.#authenticate(options.password);
      await connection.#untilReady();
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  #send(bytes: Buffer): void {
    this.#socket.setTimeout(this.#timeoutMs);
    this.#socket.write(bytes);
  }

  async #next(): Promise<wire.Message> {
    const { value } = await this.#messages.next();
    if (value === undefined) throw new Error("the server closed the connection");
    if (value.type === "E") throw new Error(wire.errorText(value));
    return value;
  }

  async #authenticate(password: string): Promise<void> {
    const scram = new Scram(randomBytes(18).toString("base64"));
    for (;;) {
      const { type, body } = await this.#next();
      if (type !== "R") throw new Error("the answer is not PostgreSQL's");
      const kind = body.readInt32BE(0);
      const text = body.toString("utf8", 4);
      if (kind === OK) return;
      if (kind === SASL) this.#send(wire.saslInitial(MECHANISM, scram.first));
      else if (kind === SASL_CONTINUE) this.#send(wire.saslResponse(scram.final(text, password)));
      else if (kind === SASL_FINAL) scram.verify(text);
      else throw new Error(`the server wants authentication of kind ${kind}`);
    }
  }

  async #untilReady(): Promise<Rows> {
    const rows: (readonly (string | null)[])[] = [];
    for (;;) {
      const message = await this.#next();
      if (message.type === "D") rows.push(wire.rowOf(message));
      if (message.type !== "Z") continue;
      this.#socket.setTimeout(0);
      return rows;
    }
  }

  /** The rows that one statement gives; after an error the connection is of no more use. */
  query(sql: string): Promise<Rows> {
    this.#send(wire.query(sql));
    return this.#untilReady();
  }

  close(): void {
    this.#socket.destroy();
  }
}
