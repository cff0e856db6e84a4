import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./database.ts";
import { type Handler, HttpProblem, json, readJson } from "./http.ts";

const MOST_ROWS = 100_000;

/** The token that row `id` of this service must hold. */
export const canaryToken = (service: string, id: number): string =>
  createHash("sha256").update(`${service}:${id}`).digest("hex").slice(0, 32);

/** Rows written before an incident, to detect lost or changed rows afterwards. */
export class Canary {
  readonly #service: string;
  readonly #database: DatabaseSync;

  constructor(service: string, database: DatabaseSync) {
    this.#service = service;
    this.#database = database;
  }

  count(): number {
    return Number(this.#database.prepare("select count(*) as rows from canary").get()?.["rows"]);
  }

  /** Adds rows after the last one; returns the number of all rows. */
  add(rows: number): number {
    const insert = this.#database.prepare("insert into canary (id, token) values (?, ?)");
    return inTransaction(this.#database, () => {
      const last = Number(
        this.#database.prepare("select coalesce(max(id), 0) as id from canary").get()?.["id"],
      );
      for (let id = last + 1; id <= last + rows; id += 1) insert.run(id, canaryToken(this.#service, id));
      return this.count();
    });
  }
}

export const canaryRoutes = (canary: Canary): Readonly<Record<string, Handler>> => ({
  "GET /v1/canary": () => json(200, { rows: canary.count() }),
  "POST /v1/canary": async ({ request }) => {
    const { rows } = await readJson(request);
    if (typeof rows !== "number" || !Number.isInteger(rows) || rows < 1 || rows > MOST_ROWS) {
      throw new HttpProblem(400, `rows is not a whole number from 1 to ${MOST_ROWS}`);
    }
    return json(200, { rows: canary.add(rows) });
  },
});
