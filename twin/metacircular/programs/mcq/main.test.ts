import { once } from "node:events";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { canaryToken } from "../lib/canary.ts";
import { codeOf, ProgramProcess } from "../testing/program-process.ts";
import { makeDirectory, runService, runToEnd } from "../testing/run-service.ts";
import { mcq as program } from "./program.ts";

const MAIN = "twin/metacircular/programs/mcq/main.ts";
const CONFIG = '[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcq.db"\n';

describe("mcq", () => {
  beforeAll(() => codeOf(MAIN));

  it("keeps documents", async () => {
    await using mcq = await runService(program, CONFIG);
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
    await using mcq = await runService(program, CONFIG);
    expect(await mcq.fetchJson("/v1/health")).toEqual({
      status: 200,
      body: { status: "ok", service: "mcq", version: "v0.4.2" },
    });
    expect(mcq.sql("mcq.db", "pragma journal_mode")).toEqual([{ journal_mode: "wal" }]);
    expect(readFileSync(join(mcq.directory, "mcq.db-wal")).length).toBeGreaterThan(0);
  });

  it("says why it is not healthy", async () => {
    await using mcq = await runService(program, CONFIG);
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
    await using first = await runService(program, CONFIG, { directory });
    expect(await first.fetchJson("/v1/canary", { rows: 3 })).toEqual({ status: 200, body: { rows: 3 } });
    await first.stop();
    await using second = await runService(program, CONFIG, { directory });
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
    const directory = makeDirectory();
    const config = join(directory, "mcq.toml");
    writeFileSync(config, CONFIG.replace("DIR", directory));
    await using mcq = await ProgramProcess.start(MAIN, directory, ["server", "--config", config]);
    const url = `http://127.0.0.1:${await mcq.port("http")}/v1/canary`;
    // A connection that is kept, as a proxy has one, is not waited for.
    const agent = new Agent({ keepAlive: true });
    const [added] = await once(request(url, { method: "POST", agent }).end('{"rows":1}'), "response");
    await once((added as IncomingMessage).resume(), "end");
    expect(await mcq.signal(signal)).toMatchObject({ code: 0, stderr: "" });
    expect(() => readFileSync(join(directory, "mcq.db-wal"))).toThrow("ENOENT");
    agent.destroy();
  });
});

describe("a service that cannot run says why in one line and exits 1", () => {
  it("for a database that cannot be opened", async () => {
    const { code, stderr, directory } = await runToEnd(program, CONFIG.replace("DIR/", "DIR/missing/"));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `open database: create ${directory}/missing/mcq.db: no such file or directory\n`,
    });
  });

  it("for a configuration with a mistake", async () => {
    const { code, stderr, directory } = await runToEnd(program, `${CONFIG}colour = "red"\n`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `read configuration: ${directory}/config.toml: database: colour is not a known key; remove it, or write one of path\n`,
    });
  });

  it("for an address that is taken", async () => {
    await using first = await runService(program, CONFIG);
    const { code, stderr } = await runToEnd(program, CONFIG.replace(":0", `:${first.port("http")}`));
    expect(code).toBe(1);
    expect(stderr).toBe(
      `listen: listen EADDRINUSE: address already in use 127.0.0.1:${first.port("http")}\n`,
    );
  });

  it("for a certificate that is not there", async () => {
    const tls = '[tls]\ncert = "DIR/none.pem"\nkey = "DIR/none.key"\n';
    const { code, stderr } = await runToEnd(program, `${CONFIG}${tls}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^load certificate: ENOENT: .*none\.pem'\n$/);
  });

  it("for a configuration without anything in it", async () => {
    const { code, stderr, directory } = await runToEnd(program, "");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `read configuration: ${directory}/config.toml: server is missing; add a table [server]\n`,
    });
  });
});
