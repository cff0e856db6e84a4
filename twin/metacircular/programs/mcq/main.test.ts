import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { canaryToken } from "../lib/canary.ts";
import { makeDirectory, runService, runToEnd } from "../testing/run-service.ts";

const CONFIG = '[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcq.db"\n';

describe("mcq", () => {
  it("keeps documents", async () => {
    await using mcq = await runService("mcq", CONFIG);
    const added = await mcq.fetchJson("/v1/documents", { title: "Post-mortem", body: "It was the UID." });
    expect(added).toMatchObject({
      status: 201,
      body: { id: 1, title: "Post-mortem", body: "It was the UID." },
    });
    expect(await mcq.fetchJson("/v1/documents")).toMatchObject({
      status: 200,
      body: { documents: [{ id: 1, title: "Post-mortem" }] },
    });
    expect(await mcq.fetchJson("/v1/documents/1")).toMatchObject({ body: { body: "It was the UID." } });
    expect(await mcq.fetchJson("/v1/documents/2")).toEqual({ status: 404, body: { error: "no document 2" } });
    expect(await mcq.fetchJson("/v1/documents", { title: 1 })).toMatchObject({ status: 400 });
    expect(await mcq.fetchJson("/nothing")).toEqual({
      status: 404,
      body: { error: "no such resource: GET /nothing" },
    });
  });

  it("is healthy, in WAL mode", async () => {
    await using mcq = await runService("mcq", CONFIG);
    expect(await mcq.fetchJson("/v1/health")).toEqual({
      status: 200,
      body: { status: "ok", service: "mcq", version: "v0.4.2" },
    });
    expect(mcq.sql("mcq.db", "pragma journal_mode")).toEqual([{ journal_mode: "wal" }]);
    expect(readFileSync(join(mcq.directory, "mcq.db-wal")).length).toBeGreaterThan(0);
  });

  it("says why it is not healthy", async () => {
    await using mcq = await runService("mcq", CONFIG);
    const file = join(mcq.directory, "mcq.db");
    renameSync(file, `${file}.away`);
    expect(await mcq.fetchJson("/v1/health")).toMatchObject({
      status: 503,
      body: { reason: `database: ENOENT: no such file or directory, stat '${file}'` },
    });
    writeFileSync(file, "");
    expect(await mcq.fetchJson("/v1/health")).toMatchObject({
      status: 503,
      body: { reason: `database file was replaced: ${file}` },
    });
  });

  it("writes canary rows that a changed or lost row cannot hide among", async () => {
    const directory = makeDirectory();
    await using first = await runService("mcq", CONFIG, directory);
    expect(await first.fetchJson("/v1/canary", { rows: 3 })).toEqual({ status: 200, body: { rows: 3 } });
    await first.signal("SIGTERM");
    await using second = await runService("mcq", CONFIG, directory);
    expect(await second.fetchJson("/v1/canary")).toEqual({ status: 200, body: { rows: 3 } });
    expect(await second.fetchJson("/v1/canary", { rows: 2 })).toEqual({ status: 200, body: { rows: 5 } });
    expect(second.sql("mcq.db", "select id, token from canary order by id")).toEqual(
      [1, 2, 3, 4, 5].map((id) => ({ id, token: canaryToken("mcq", id) })),
    );
    expect(await second.fetchJson("/v1/canary", { rows: -1 })).toEqual({
      status: 400,
      body: { error: "rows is not a whole number from 1 to 100000" },
    });
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends cleanly on %s, with its WAL folded in", async (signal) => {
    await using mcq = await runService("mcq", CONFIG);
    await mcq.fetchJson("/v1/canary", { rows: 1 });
    const started = performance.now();
    expect(await mcq.signal(signal)).toEqual({ code: 0, stderr: "" });
    // Ten times the promise: this host may be busy, and a service without a handler takes seconds.
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(() => readFileSync(join(mcq.directory, "mcq.db-wal"))).toThrow("ENOENT");
  });
});

describe("a service that cannot run says why in one line and exits 1", () => {
  it("for a database that cannot be opened", async () => {
    const { code, stderr, directory } = await runToEnd("mcq", CONFIG.replace("DIR/", "DIR/missing/"));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `open database: create ${directory}/missing/mcq.db: no such file or directory\n`,
    });
  });

  it("for a configuration with a mistake", async () => {
    const { code, stderr, directory } = await runToEnd("mcq", `${CONFIG}colour = "red"\n`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `read configuration: ${directory}/config.toml: database: colour is not a known key; remove it, or write one of path\n`,
    });
  });

  it("for an address that is taken", async () => {
    await using first = await runService("mcq", CONFIG);
    const { code, stderr } = await runToEnd("mcq", CONFIG.replace(":0", `:${first.port("http")}`));
    expect(code).toBe(1);
    expect(stderr).toBe(
      `listen: listen EADDRINUSE: address already in use 127.0.0.1:${first.port("http")}\n`,
    );
  });

  it("for a certificate that is not there", async () => {
    const tls = '[tls]\ncert = "DIR/none.pem"\nkey = "DIR/none.key"\n';
    const { code, stderr } = await runToEnd("mcq", `${CONFIG}${tls}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^load certificate: ENOENT: .*none\.pem'\n$/);
  });

  it("for a configuration without anything in it", async () => {
    const { code, stderr, directory } = await runToEnd("mcq", "");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `read configuration: ${directory}/config.toml: server is missing; add a table [server]\n`,
    });
  });
});
