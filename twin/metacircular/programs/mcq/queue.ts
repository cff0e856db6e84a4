import type { DatabaseSync } from "node:sqlite";
import { HttpProblem, json, type Routes, readJson } from "../lib/http.ts";
import { page } from "../lib/page.ts";

export const QUEUE_SCHEMA = `
  create table if not exists documents (
    id integer primary key,
    title text not null,
    body text not null,
    added_at text not null
  );
`;

/** The queue over HTTP: list it, read one document, add one. */
export const queueRoutes = (database: DatabaseSync): Routes => {
  const list = database.prepare("select id, title, added_at as addedAt from documents order by id");
  const one = database.prepare("select id, title, body, added_at as addedAt from documents where id = ?");
  const insert = database.prepare("insert into documents (title, body, added_at) values (?, ?, ?)");
  return {
    "GET /": () =>
      page(
        "Reading queue",
        [],
        list.all().map((row) => ({ text: String(row["title"]), href: `/v1/documents/${String(row["id"])}` })),
      ),
    "GET /v1/documents": () => json(200, { documents: list.all() }),
    "GET /v1/documents/*": ({ path }) => {
      const document = one.get(path[2] ?? "");
      if (document === undefined) throw new HttpProblem(404, `no document ${path[2]}`);
      return json(200, document);
    },
    "POST /v1/documents": async ({ request }) => {
      const { title, body } = await readJson(request);
      if (typeof title !== "string" || title === "" || typeof body !== "string") {
        throw new HttpProblem(400, "a document has a title and a body, both texts");
      }
      const { lastInsertRowid } = insert.run(title, body, new Date().toISOString());
      return json(201, one.get(lastInsertRowid));
    },
  };
};
