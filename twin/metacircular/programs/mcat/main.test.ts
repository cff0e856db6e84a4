import { expect, it } from "vitest";
import { askHttps, TLS_TABLE } from "../testing/ask-https.ts";
import { runService } from "../testing/run-service.ts";
import { mcat as program } from "./program.ts";

const CONFIG = `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcat.db"\n${TLS_TABLE}`;

it("mcat keeps a catalogue, behind a page for logging in", async () => {
  await using mcat = await runService(program, CONFIG);
  const ask = async (path: string, body?: unknown) => {
    const fields = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    const answer = await askHttps(mcat.port("https"), path, fields);
    return [answer.status, answer.body.toString()];
  };
  expect(await ask("/")).toEqual([200, expect.stringContaining("<h1>Log in</h1>")]);
  expect((await ask("/v1/entries", { name: "mcq", url: "https://a/" }))[0]).toBe(201);
  expect((await ask("/v1/entries", { name: "mcq", url: "https://b/" }))[0]).toBe(201);
  expect(await ask("/v1/entries")).toEqual([200, '{"entries":[{"id":1,"name":"mcq","url":"https://b/"}]}\n']);
  expect((await ask("/v1/entries", { name: "" }))[0]).toBe(400);
});
