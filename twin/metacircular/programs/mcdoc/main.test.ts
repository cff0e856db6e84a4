import { expect, it } from "vitest";
import { runService } from "../testing/run-service.ts";
import { mcdoc as program } from "./program.ts";

const CONFIG = '[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcdoc.db"\n';

it("mcdoc publishes documents as pages", async () => {
  await using mcdoc = await runService(program, CONFIG);
  const url = `http://127.0.0.1:${mcdoc.port("http")}`;
  const publish = (name: string, body: string) =>
    fetch(`${url}/v1/documents/${name}`, { method: "PUT", body });
  const text = async (path: string) => (await fetch(`${url}${path}`)).text();
  expect(await text("/")).toContain("Nothing is published yet.");
  const document = { title: "Runbook <1>", body: "First & last.\n\n<script>" };
  expect((await publish("runbook-1", JSON.stringify(document))).status).toBe(201);
  expect(await text("/")).toContain('<li><a href="/runbook-1">Runbook &lt;1&gt;</a></li>');
  const page = await fetch(`${url}/runbook-1`);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await page.text()).toContain("<p>First &amp; last.</p>\n<p>&lt;script&gt;</p>");
  expect((await fetch(`${url}/runbook-2`)).status).toBe(404);
  expect((await fetch(`${url}/v1/nothing`)).status).toBe(404);
  expect((await publish("..%2fx", JSON.stringify(document))).status).toBe(400);
  expect((await publish("x", '{"title":"no body"}')).status).toBe(400);
  expect((await publish("x", "garbage")).status).toBe(400);
});
