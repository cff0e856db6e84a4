import type { DatabaseSync } from "node:sqlite";
import { nameIn, readTexts } from "../lib/fields.ts";
import { HttpProblem, json, type Routes } from "../lib/http.ts";
import { page } from "../lib/page.ts";

export const LIST_SCHEMA = `
  create table if not exists list_values (
    id integer primary key,
    key text not null,
    value text not null
  );
  create index if not exists list_values_by_key on list_values (key, id);
`;

/** Lists of values by key: read a list, append to it. */
export const listRoutes = (database: DatabaseSync): Routes => {
  const keys = database.prepare("select key, count(*) as count from list_values group by key order by key");
  const values = database.prepare("select value from list_values where key = ? order by id");
  const add = database.prepare("insert into list_values (key, value) values (?, ?)");
  const valuesOf = (key: string) => values.all(key).map((row) => String(row["value"]));
  return {
    "GET /": () =>
      page(
        "Lists",
        [],
        keys.all().map((row) => ({ text: `${String(row["key"])}: ${String(row["count"])}` })),
      ),
    "GET /v1/lists/*": ({ path }) => {
      const key = nameIn(path);
      const found = valuesOf(key);
      if (found.length === 0) throw new HttpProblem(404, `no list ${key}`);
      return json(200, { key, values: found });
    },
    "POST /v1/lists/*": async ({ request, path }) => {
      const key = nameIn(path);
      const { value } = await readTexts(request, ["value"]);
      add.run(key, value);
      return json(201, { key, values: valuesOf(key) });
    },
  };
};
