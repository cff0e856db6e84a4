import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { aidbConfig } from "../../configs.ts";
import { loadAidbConfig } from "./config.ts";

const load = (text: string) => {
  const folder = mkdtempSync(join(tmpdir(), "aidb-"));
  try {
    writeFileSync(join(folder, "aidb.toml"), text);
    return loadAidbConfig(join(folder, "aidb.toml"));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test("the stack's own configuration is understood", () => {
  expect(load(aidbConfig)).toMatchObject({
    listen: { host: "127.0.0.1", port: 8091 },
    postgres: { port: 5432, user: "aidb" },
    redis: { port: 6379 },
    embeddingsUrl: "http://127.0.0.1:8081",
    llamaCppUrl: "http://127.0.0.1:8080",
  });
});

test("a mistake is one line that names it", () => {
  expect(() => load(aidbConfig.replace("6379", "0"))).toThrow(/port/);
  expect(() => load(aidbConfig.replace("http://127.0.0.1:8081", "8081"))).toThrow(/is "8081"/);
  expect(() => load(`${aidbConfig}\n[extra]\n`)).toThrow(/extra/);
});
