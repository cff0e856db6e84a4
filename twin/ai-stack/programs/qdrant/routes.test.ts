import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createHttpServer } from "#twin/metacircular/programs/lib/http.ts";
import { Recorded } from "#twin/metacircular/programs/testing/run-program.ts";
import { collectionNames } from "../hybrid-coordinator/collections.ts";
import { qdrantRoutes } from "./routes.ts";
import { PointStore } from "./store.ts";

const folder = mkdtempSync(join(tmpdir(), "qdrant-"));
const file = join(folder, "points.db");
const { run } = new Recorded([]);
const server = createHttpServer({ tls: undefined }, qdrantRoutes(new PointStore(file, run))).listen(
  0,
  "127.0.0.1",
);
await once(server, "listening");
afterAll(async () => {
  server.close();
  await run.closing.disposeAsync();
  rmSync(folder, { recursive: true });
});

const ask = async (method: string, path: string, body?: unknown) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
};

test("health is told in Qdrant's words", async () => {
  expect(await ask("GET", "/healthz")).toEqual({ status: 200, text: "healthz check passed\n" });
});

test("collections are listed as the coordinator reads them, and points outlive the server", async () => {
  for (const name of ["skills-patterns", "best-practices"]) await ask("PUT", `/collections/${name}`);
  const { text } = await ask("GET", "/collections");
  expect(collectionNames(JSON.parse(text) as Record<string, unknown>)).toEqual([
    "skills-patterns",
    "best-practices",
  ]);
  const points = [
    { id: 2, vector: [0, 1] },
    { id: 1, vector: [0.5, 0] },
  ];
  const path = "/collections/best-practices/points";
  expect((await ask("PUT", path, { points })).status).toBe(200);
  const found = JSON.parse((await ask("POST", `${path}/scroll`, {})).text) as { result: { points: unknown } };
  expect(found.result.points).toEqual(points.toReversed());
  expect(new PointStore(file, run).points("best-practices")).toHaveLength(2);
});

test("what is wrong is refused with its reason", async () => {
  expect(await ask("PUT", "/collections/Not%20A%20Name")).toMatchObject({ status: 400 });
  expect(await ask("PUT", "/collections/none/points", { points: [] })).toMatchObject({ status: 404 });
  expect(await ask("PUT", "/collections/best-practices/points", { points: [{ id: "a" }] })).toMatchObject({
    status: 400,
  });
  expect(await ask("POST", "/collections/best-practices/points/search", {})).toMatchObject({ status: 404 });
  expect(() => collectionNames({ status: "ok" })).toThrow(/lists no collections/);
});
