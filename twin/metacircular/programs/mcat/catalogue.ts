import type { DatabaseSync } from "node:sqlite";
import { readTexts } from "../lib/fields.ts";
import { json, type Routes } from "../lib/http.ts";
import { page } from "../lib/page.ts";

export const CATALOGUE_SCHEMA = `
  create table if not exists entries (id integer primary key, name text not null unique, url text not null);
`;

/** The catalogue of the platform's offers, behind a page where the real one has its login. */
export const catalogueRoutes = (database: DatabaseSync): Routes => {
  const list = database.prepare("select id, name, url from entries order by name");
  const put = database.prepare(
    "insert into entries (name, url) values (?, ?) on conflict (name) do update set url = excluded.url",
  );
  return {
    "GET /": () => page("Log in", ["The catalogue asks MCIAS who you are. This stand-in does not."]),
    "GET /v1/entries": () => json(200, { entries: list.all() }),
    "POST /v1/entries": async ({ request }) => {
      const { name, url } = await readTexts(request, ["name", "url"]);
      put.run(name, url);
      return json(201, { name, url });
    },
  };
};
