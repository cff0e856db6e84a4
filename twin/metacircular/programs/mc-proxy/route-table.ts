import type { DatabaseSync, StatementSync } from "node:sqlite";
import { inTransaction } from "../lib/database.ts";
import { reason } from "../lib/fatal.ts";
import type { Print } from "../lib/run.ts";
import type { RouteConfig } from "./config.ts";

export const ROUTE_SCHEMA = `
  create table if not exists routes (
    name text not null,
    port integer not null,
    backend text not null,
    requests integer not null default 0,
    failures integer not null default 0,
    last_used text,
    primary key (name, port)
  );
`;

const UPSERT = `insert into routes (name, port, backend) values (?, ?, ?)
  on conflict (name, port) do update set backend = excluded.backend`;
const COUNT = `update routes set requests = requests + 1, failures = failures + ?, last_used = ?
  where name = ? and port = ?`;

/** The configured routes, and the number of uses of each. */
export class RouteTable {
  readonly #database: DatabaseSync;
  readonly #routes: ReadonlyMap<string, RouteConfig>;
  readonly #count: StatementSync;
  readonly #warn: Print;

  constructor(database: DatabaseSync, routes: readonly RouteConfig[], warn: Print) {
    this.#database = database;
    this.#warn = warn;
    this.#routes = new Map(routes.map((route) => [`${route.name}:${route.port}`, route]));
    // One write for each request; a power loss may lose only the last counts.
    database.exec("pragma synchronous = normal");
    this.#seed(routes);
    this.#count = database.prepare(COUNT);
  }

  /** The route of a name at this port. */
  find(name: string, port: number): RouteConfig | undefined {
    return this.#routes.get(`${name}:${port}`) ?? this.#routes.get(`${name}:0`);
  }

  count({ name, port }: RouteConfig, outcome: "passed" | "failed"): void {
    try {
      this.#count.run(outcome === "failed" ? 1 : 0, new Date().toISOString(), name, port);
    } catch (error) {
      // Health reports a broken database; requests are served without a count.
      this.#warn(`count request: ${reason(error)}\n`);
    }
  }

  list(): readonly Record<string, unknown>[] {
    return this.#database
      .prepare("select name, port, backend, requests, failures, last_used as lastUsed from routes")
      .all();
  }

  /** Sets the routes of the configuration; routes that stay keep their counts. */
  #seed(routes: readonly RouteConfig[]): void {
    const upsert = this.#database.prepare(UPSERT);
    const remove = this.#database.prepare("delete from routes where name = ? and port = ?");
    inTransaction(this.#database, () => {
      for (const { name, port } of this.list())
        if (!this.#routes.has(`${name}:${port}`)) remove.run(String(name), Number(port));
      for (const { name, port, backend } of routes) upsert.run(name, port, backend);
    });
  }
}
