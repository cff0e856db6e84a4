import { readFileSync } from "node:fs";
import { get } from "node:https";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { runService } from "../testing/run-service.ts";

const CONFIG =
  '[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcr.db"\n[storage]\nblobs = "DIR/blobs"\n';

/** A key for nothing but these tests: unit tests must run where there is no openssl. */
const TESTING = fileURLToPath(new URL("../testing", import.meta.url));

const API_HEADER = "docker-distribution-api-version";

describe("mcr", () => {
  it("says that it is a registry", async () => {
    await using mcr = await runService("mcr", CONFIG);
    const response = await fetch(`http://127.0.0.1:${mcr.port("http")}/v2/`);
    expect(response.status).toBe(200);
    expect(response.headers.get(API_HEADER)).toBe("registry/2.0");
    expect(await response.json()).toEqual({});
  });

  it("lists repositories and tags from its database", async () => {
    await using mcr = await runService("mcr", CONFIG);
    mcr.sql("mcr.db", "insert into manifests values ('team/mcq', 'sha256:1', 'application/json', '{}')");
    mcr.sql("mcr.db", "insert into tags values ('team/mcq', 'v0.4.2', 'sha256:1')");
    expect(await mcr.fetchJson("/v2/_catalog")).toEqual({
      status: 200,
      body: { repositories: ["team/mcq"] },
    });
    expect(await mcr.fetchJson("/v2/team/mcq/tags/list")).toEqual({
      status: 200,
      body: { name: "team/mcq", tags: ["v0.4.2"] },
    });
    expect(await mcr.fetchJson("/v2/mcx/tags/list")).toEqual({
      status: 404,
      body: { errors: [{ code: "NAME_UNKNOWN", message: "repository name not known to registry: mcx" }] },
    });
  });

  it("serves HTTPS where it has a certificate", async () => {
    const tls = `[tls]\ncert = "${TESTING}/loopback.pem"\nkey = "${TESTING}/loopback.key"\n`;
    await using mcr = await runService("mcr", `${CONFIG}${tls}`);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const ca = readFileSync(`${TESTING}/loopback.pem`);
      get({ host: "127.0.0.1", port: mcr.port("https"), path: "/v1/health", ca }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on("error", reject);
    });
    expect(status).toBe(200);
  });
});
