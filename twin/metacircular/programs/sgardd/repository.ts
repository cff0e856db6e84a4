import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync, statSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { pipeline } from "node:stream/promises";
import { Fatal, reason } from "../lib/fatal.ts";
import { nameIn } from "../lib/fields.ts";
import { type Handler, HttpProblem, json, type Routes } from "../lib/http.ts";

export const REPOSITORY_SCHEMA = `
  create table if not exists files (
    name text primary key,
    sha256 text not null,
    size integer not null,
    stored_at text not null
  );
`;

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
};

const makeFolder = (repo: string): string => {
  const folder = join(repo, "files");
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch (error) {
    throw new Fatal(`open repository: ${reason(error)}`);
  }
};

/** Files by name: contents in the folder, their expected digests in the database. */
export const repositoryRoutes = (database: DatabaseSync, repo: string): Routes => {
  const folder = makeFolder(repo);
  const list = database.prepare("select name, sha256, size from files order by name");
  const one = database.prepare("select sha256, size from files where name = ?");
  const record = database.prepare("insert or replace into files values (?, ?, ?, ?)");

  const put: Handler = async ({ request, path }) => {
    const name = nameIn(path);
    const arriving = join(folder, `.${randomUUID()}`);
    try {
      await pipeline(request, createWriteStream(arriving, { flush: true }));
      const sha256 = await sha256Of(arriving);
      const { size } = statSync(arriving);
      await rename(arriving, join(folder, name));
      record.run(name, sha256, size, new Date().toISOString());
      return json(201, { name, sha256, size });
    } finally {
      await rm(arriving, { force: true });
    }
  };

  const get: Handler = async ({ path }) => {
    const name = nameIn(path);
    const row = one.get(name);
    if (row === undefined) throw new HttpProblem(404, `no file ${name}`);
    const file = join(folder, name);
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size === undefined) throw new HttpProblem(500, `file ${name} is lost`);
    if ((await sha256Of(file)) !== row["sha256"]) throw new HttpProblem(500, `file ${name} is damaged`);
    return {
      status: 200,
      headers: { "content-type": "application/octet-stream", "x-sha256": String(row["sha256"]) },
      body: { file, start: 0, end: size },
    };
  };

  return {
    "GET /v1/files": () => json(200, { files: list.all() }),
    "GET /v1/files/*": get,
    "PUT /v1/files/*": put,
  };
};
