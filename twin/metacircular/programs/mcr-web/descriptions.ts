import type { DatabaseSync } from "node:sqlite";
import { readTexts } from "../lib/fields.ts";
import { json, type Routes } from "../lib/http.ts";
import { page } from "../lib/page.ts";

export const DESCRIPTION_SCHEMA = `
  create table if not exists descriptions (repository text primary key, text text not null);
`;

/** The registry's pages: descriptions of its repositories. */
export const descriptionRoutes = (database: DatabaseSync): Routes => {
  const list = database.prepare("select repository, text from descriptions order by repository");
  const put = database.prepare("insert or replace into descriptions values (?, ?)");
  return {
    "GET /": () =>
      page(
        "Repositories",
        [],
        list.all().map((row) => ({ text: `${String(row["repository"])}: ${String(row["text"])}` })),
      ),
    "GET /v1/descriptions": () => json(200, { descriptions: list.all() }),
    "POST /v1/descriptions": async ({ request }) => {
      const { repository, text } = await readTexts(request, ["repository", "text"]);
      put.run(repository, text);
      return json(201, { repository, text });
    },
  };
};
