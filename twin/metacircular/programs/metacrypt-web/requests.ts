import type { DatabaseSync } from "node:sqlite";
import { readTexts } from "../lib/fields.ts";
import { json, type Routes } from "../lib/http.ts";
import { page } from "../lib/page.ts";

export const REQUEST_SCHEMA = `
  create table if not exists requests (
    id integer primary key,
    name text not null,
    requested_by text not null,
    requested_at text not null
  );
`;

/** The authority's pages: requests for certificates that are not issued yet. */
export const requestRoutes = (database: DatabaseSync): Routes => {
  const list = database.prepare(
    "select id, name, requested_by as requestedBy, requested_at as requestedAt from requests order by id",
  );
  const add = database.prepare("insert into requests (name, requested_by, requested_at) values (?, ?, ?)");
  return {
    "GET /": () =>
      page(
        "Requests for certificates",
        [],
        list.all().map((row) => ({ text: `${String(row["name"])}, for ${String(row["requestedBy"])}` })),
      ),
    "GET /v1/requests": () => json(200, { requests: list.all() }),
    "POST /v1/requests": async ({ request }) => {
      const { name, requestedBy } = await readTexts(request, ["name", "requestedBy"]);
      add.run(name, requestedBy, new Date().toISOString());
      return json(201, { name, requestedBy });
    },
  };
};
