import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type RegisteredComponent, readComponent } from "./registered-component.ts";

export const REGISTRY_SCHEMA = `
  create table if not exists components (
    name text primary key,
    stage integer not null,
    definition text not null,
    recorded_at text not null
  );
`;

/** The containers that should run on this machine; separate from podman's database, so that it survives its loss. */
export class Registry {
  readonly #all: StatementSync;
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#all = database.prepare("select name, definition from components order by stage, rowid");
    this.#put = database.prepare(`
      insert into components (name, stage, definition, recorded_at) values (?, ?, ?, ?)
      on conflict (name) do update set
        stage = excluded.stage, definition = excluded.definition, recorded_at = excluded.recorded_at`);
  }

  /** In the order in which they start. @throws when a row cannot be read */
  all(): readonly RegisteredComponent[] {
    return this.#all
      .all()
      .map((row) => readComponent(JSON.parse(String(row["definition"])), `registry: ${String(row["name"])}`));
  }

  put(component: RegisteredComponent): void {
    this.#put.run(component.name, component.stage, JSON.stringify(component), new Date().toISOString());
  }
}
