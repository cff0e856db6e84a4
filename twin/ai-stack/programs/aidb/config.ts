import { readToml } from "#twin/metacircular/programs/lib/config.ts";
import { type ListenAddress, readListenAddress } from "#twin/metacircular/programs/lib/listen-address.ts";
import type { TableReader } from "#twin/platform/table-reader.ts";
import type { PostgresOptions } from "./postgres.ts";
import type { RedisOptions } from "./redis.ts";

export type AidbConfig = {
  readonly listen: ListenAddress;
  readonly postgres: PostgresOptions;
  readonly redis: RedisOptions;
  /** The server of embeddings, which AIDB needs for every insert and search. */
  readonly embeddingsUrl: string;
  readonly llamaCppUrl: string;
};

const PORT_RANGE = { min: 1, max: 65_535 };

const done = <Value>(table: TableReader, value: Value): Value => {
  table.done();
  return value;
};

const readPostgres = (table: TableReader): PostgresOptions =>
  done(table, {
    host: table.string("host", "127.0.0.1"),
    port: table.integer("port", PORT_RANGE),
    user: table.string("user", "aidb"),
    password: table.string("password", "secret"),
    database: table.string("database", "aidb"),
  });

const readRedis = (table: TableReader): RedisOptions =>
  done(table, { host: table.string("host", "127.0.0.1"), port: table.integer("port", PORT_RANGE) });

const readUrl = (table: TableReader): string => {
  const url = table.string("url", "http://127.0.0.1:8081");
  return URL.canParse(url) ? done(table, url) : table.fail("url", `is "${url}"`, "write an address");
};

/** @throws Fatal with one line for any error in the file */
export const loadAidbConfig = (file: string): AidbConfig =>
  readToml(file, (table) => {
    const server = table.table("server");
    const listen = done(server, readListenAddress(server, "127.0.0.1:8091"));
    return done(table, {
      listen,
      postgres: readPostgres(table.table("postgres")),
      redis: readRedis(table.table("redis")),
      embeddingsUrl: readUrl(table.table("embeddings")),
      llamaCppUrl: readUrl(table.table("llama_cpp")),
    });
  });
