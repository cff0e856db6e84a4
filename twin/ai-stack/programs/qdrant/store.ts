import type { DatabaseSync } from "node:sqlite";
import { inTransaction, openDatabase } from "#twin/metacircular/programs/lib/database.ts";
import type { Run } from "#twin/metacircular/programs/lib/run.ts";

export type Point = { readonly id: number; readonly vector: readonly number[] };

const SCHEMA = `
  create table if not exists collection (name text primary key);
  create table if not exists point (
    collection text not null references collection (name),
    id integer not null,
    vector text not null,
    primary key (collection, id)
  );
`;

/** Collections of points in a file. */
export class PointStore {
  readonly #database: DatabaseSync;

  /** @throws Fatal when the file cannot be opened or written */
  constructor(file: string, { warn, closing }: Pick<Run, "warn" | "closing">) {
    this.#database = openDatabase(file, SCHEMA, warn);
    closing.defer(() => this.#database.close());
  }

  collections(): readonly string[] {
    const rows = this.#database.prepare("select name from collection order by rowid").all();
    return rows.map((row) => String(row["name"]));
  }

  addCollection(name: string): void {
    this.#database.prepare("insert or ignore into collection values (?)").run(name);
  }

  has(name: string): boolean {
    return this.#database.prepare("select 1 from collection where name = ?").get(name) !== undefined;
  }

  /** Stores all of them, or none. */
  put(collection: string, points: readonly Point[]): void {
    const insert = this.#database.prepare("insert or replace into point values (?, ?, ?)");
    inTransaction(this.#database, () => {
      for (const { id, vector } of points) insert.run(collection, id, JSON.stringify(vector));
    });
  }

  points(collection: string): readonly Point[] {
    const select = this.#database.prepare("select id, vector from point where collection = ? order by id");
    return select
      .all(collection)
      .map((row) => ({ id: Number(row["id"]), vector: JSON.parse(String(row["vector"])) as number[] }));
  }
}
