import { reason } from "#twin/metacircular/programs/lib/fatal.ts";
import { type Handler, json } from "#twin/metacircular/programs/lib/http.ts";
import type { Run } from "#twin/metacircular/programs/lib/run.ts";
import { askJson } from "../lib/ask-json.ts";
import type { AidbConfig } from "./config.ts";
import { PostgresConnection } from "./postgres.ts";
import { pingRedis } from "./redis.ts";

const TIMEOUT_MS = 1_000;

type Asked = { readonly good: boolean; readonly says: string };

const ok: Asked = { good: true, says: "ok" };

const asked = async (work: () => Promise<Asked>): Promise<Asked> => {
  try {
    return await work();
  } catch (error) {
    return { good: false, says: `error: ${reason(error)}` };
  }
};

/** The dependencies of aidb, checked each time; the connection to PostgreSQL is kept. */
export class Foundations {
  readonly #config: AidbConfig;
  readonly #timeoutMs: number;
  #connection: PostgresConnection | undefined;
  #underWay: Promise<Readonly<Record<string, Asked>>> | undefined;

  constructor(config: AidbConfig, { patience, closing }: Pick<Run, "patience" | "closing">) {
    this.#config = config;
    this.#timeoutMs = TIMEOUT_MS * patience;
    closing.defer(() => this.#connection?.close());
  }

  /** Concurrent calls share the answer. */
  ask(): Promise<Readonly<Record<string, Asked>>> {
    this.#underWay ??= this.#askAll().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #askAll(): Promise<Readonly<Record<string, Asked>>> {
    const { redis, embeddingsUrl, llamaCppUrl } = this.#config;
    const [postgres, cache, engine, llama] = await Promise.all([
      this.#askPostgres(),
      asked(async () => {
        await pingRedis(redis, this.#timeoutMs);
        return ok;
      }),
      asked(async () => {
        await askJson(`${embeddingsUrl}/health`, this.#timeoutMs);
        return ok;
      }),
      asked(async () => {
        const { status } = await askJson(`${llamaCppUrl}/health`, this.#timeoutMs);
        return { good: true, says: `ok (${String(status)})` };
      }),
    ]);
    return { ...postgres, redis: cache, ml_engine: engine, llama_cpp: llama };
  }

  async #askPostgres(): Promise<Readonly<Record<"database" | "pgvector", Asked>>> {
    try {
      if (!this.#connection?.isOpen)
        this.#connection = await PostgresConnection.open(this.#config.postgres, this.#timeoutMs);
      const rows = await this.#connection.query(
        "select extversion from pg_extension where extname = 'vector'",
      );
      const missing = { good: false, says: "error: the extension vector is not installed" };
      return { database: ok, pgvector: rows.length === 0 ? missing : ok };
    } catch (error) {
      this.#connection?.close();
      this.#connection = undefined;
      const broken = { good: false, says: `error: ${reason(error)}` };
      return { database: broken, pgvector: broken };
    }
  }
}

/** 200 when every dependency works, else 503 with those that do not. */
export const healthHandler =
  (foundations: Foundations): Handler =>
  async () => {
    const { database, redis, ml_engine, pgvector, llama_cpp } = await foundations.ask();
    const all = { database, redis, ml_engine, pgvector, llama_cpp };
    const good = Object.values(all).every((one) => one?.good === true);
    return json(good ? 200 : 503, {
      status: good ? "ok" : "degraded",
      ...Object.fromEntries(Object.entries(all).map(([name, one]) => [name, one?.says])),
      federation: "0 servers cached",
    });
  };
