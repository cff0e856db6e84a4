import type { DatabaseSync } from "node:sqlite";
import { nameIn, readTexts } from "../lib/fields.ts";
import { HttpProblem, json, type Routes } from "../lib/http.ts";
import { page } from "../lib/page.ts";

export const DOCUMENT_SCHEMA = `
  create table if not exists documents (
    name text primary key,
    title text not null,
    body text not null,
    published_at text not null
  );
`;

/** Documents as pages: list, read, publish. */
export const documentRoutes = (database: DatabaseSync): Routes => {
  const list = database.prepare("select name, title from documents order by name");
  const one = database.prepare("select title, body from documents where name = ?");
  const put = database.prepare("insert or replace into documents values (?, ?, ?, ?)");
  return {
    "GET /": () => {
      const links = list
        .all()
        .map((row) => ({ text: String(row["title"]), href: `/${String(row["name"])}` }));
      return page("Documents", links.length === 0 ? ["Nothing is published yet."] : [], links);
    },
    "GET /*": ({ path }) => {
      const row = one.get(nameIn(path));
      if (row === undefined || path.length !== 1) throw new HttpProblem(404, `no document ${path.join("/")}`);
      return page(String(row["title"]), String(row["body"]).split(/\n{2,}/));
    },
    "GET /v1/documents": () => json(200, { documents: list.all() }),
    "PUT /v1/documents/*": async ({ request, path }) => {
      const name = nameIn(path);
      const { title, body } = await readTexts(request, ["title", "body"]);
      put.run(name, title, body, new Date().toISOString());
      return json(201, { name, title });
    },
  };
};
