import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeDirectory, type RunningService, runService } from "../testing/run-service.ts";
import { metacrypt as program } from "./program.ts";

const CONFIG = `[server]
listen = "127.0.0.1:0"
grpc_listen = "127.0.0.1:0"
[database]
path = "DIR/metacrypt.db"
[web]
listen = "127.0.0.1:0"
database = "DIR/metacrypt-web.db"
`;

const fetchText = async (service: RunningService, path: string, body?: unknown) => {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`http://127.0.0.1:${service.port("http")}${path}`, options);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

const PASSWORD = "of the test";
const unseal = (service: RunningService, password = PASSWORD) =>
  service.fetchJson("/v1/vault/unseal", { password });

const runOpen = async (directory = makeDirectory()): Promise<RunningService> => {
  const service = await runService(program, CONFIG, { directory });
  expect(await unseal(service)).toEqual({ status: 200, body: { vault: "open" } });
  return service;
};

const caOf = async (service: RunningService) =>
  new X509Certificate((await fetchText(service, "/v1/ca")).text);

describe("metacrypt", () => {
  it("issues certificates that node trusts when it trusts the authority", async () => {
    await using metacrypt = await runOpen();
    const names = ["mcq.svc.mcp.metacircular.net", "127.0.0.1"];
    const issued = await fetchText(metacrypt, "/v1/certificates", { names });
    expect([issued.status, issued.headers.get("location")]).toEqual([201, "/v1/certificates/2"]);
    const ca = (await fetchText(metacrypt, "/v1/ca")).text;
    expect(new X509Certificate(issued.text).verify(new X509Certificate(ca).publicKey)).toBe(true);
    const server = createServer({ cert: issued.text, key: issued.text }, (_, response) => response.end("ok"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    for (const servername of [names[0], undefined]) {
      const request = get({
        host: "127.0.0.1",
        port,
        ca,
        agent: false,
        ...(servername === undefined ? {} : { servername }),
      });
      const [response] = (await once(request, "response")) as [IncomingMessage];
      expect(response.resume().statusCode).toBe(200);
    }
    server.close();
  });

  it("lists what it issued, and gives it again without its key", async () => {
    await using metacrypt = await runOpen();
    for (const name of ["a.net", "b.net"]) await fetchText(metacrypt, "/v1/certificates", { names: [name] });
    expect(await metacrypt.fetchJson("/v1/certificates")).toMatchObject({
      body: {
        certificates: [
          { serial: "2", names: ["a.net"], not_after: expect.stringMatching(/^20\d\d-/) },
          { serial: "3", names: ["b.net"] },
        ],
      },
    });
    const again = (await fetchText(metacrypt, "/v1/certificates/3")).text;
    expect(new X509Certificate(again).subjectAltName).toBe("DNS:b.net");
    expect(again).not.toContain("PRIVATE KEY");
    expect((await fetchText(metacrypt, "/v1/certificates/9")).status).toBe(404);
  });

  it.each([[[]], [["UPPER.net"]], [["a b"]], [[""]], ["a.net"], [[1]], [["a.net\n"]]])(
    "refuses the names %j",
    async (names) => {
      await using metacrypt = await runOpen();
      expect((await fetchText(metacrypt, "/v1/certificates", { names })).status).toBe(400);
      expect(metacrypt.sql("metacrypt.db", "select next_serial from authority")).toEqual([
        { next_serial: 2 },
      ]);
    },
  );

  it("is the same authority after a restart, and goes on counting", async () => {
    const directory = makeDirectory();
    await using first = await runOpen(directory);
    const before = (await caOf(first)).fingerprint256;
    await fetchText(first, "/v1/certificates", { names: ["a.net"] });
    await first.stop();
    await using second = await runService(program, CONFIG, { directory });
    expect((await caOf(second)).fingerprint256).toBe(before);
    await unseal(second);
    const { headers } = await fetchText(second, "/v1/certificates", { names: ["a.net"] });
    expect(headers.get("location")).toBe("/v1/certificates/3");
  });

  it("is sealed at every start: it says what it issued, and issues nothing", async () => {
    const directory = makeDirectory();
    await using first = await runOpen(directory);
    await fetchText(first, "/v1/certificates", { names: ["a.net"] });
    await first.stop();
    await using second = await runService(program, CONFIG, { directory });
    expect(await second.fetchJson("/v1/health")).toMatchObject({ status: 200 });
    expect(await second.fetchJson("/v1/vault")).toEqual({ status: 200, body: { vault: "sealed" } });
    expect((await fetchText(second, "/v1/certificates/2")).status).toBe(200);
    expect(await second.fetchJson("/v1/certificates", { names: ["b.net"] })).toEqual({
      status: 503,
      body: { error: "the vault is sealed" },
    });
    expect(await unseal(second, "another")).toEqual({
      status: 403,
      body: { error: "the password does not open the vault" },
    });
    expect(await second.fetchJson("/v1/vault")).toMatchObject({ body: { vault: "sealed" } });
    await unseal(second);
    expect((await fetchText(second, "/v1/certificates", { names: ["b.net"] })).status).toBe(201);
  });

  it("has no authority before a person makes its vault", async () => {
    await using metacrypt = await runService(program, CONFIG);
    expect(await metacrypt.fetchJson("/v1/vault")).toEqual({ status: 200, body: { vault: "none" } });
    expect(await metacrypt.fetchJson("/v1/ca")).toMatchObject({ status: 503 });
    expect((await unseal(metacrypt, "")).status).toBe(400);
  });

  it("keeps its key where no reader of the files finds it", async () => {
    const directory = makeDirectory();
    await using metacrypt = await runOpen(directory);
    await fetchText(metacrypt, "/v1/certificates", { names: ["a.net"] });
    for (const file of readdirSync(directory))
      expect(readFileSync(join(directory, file), "latin1"), file).not.toContain("PRIVATE KEY");
    expect(statSync(join(directory, "vault.json")).mode & 0o777).toBe(0o600);
  });

  it("is the same authority when its database was deleted, and has forgotten what it issued", async () => {
    const directory = makeDirectory();
    await using first = await runOpen(directory);
    const before = (await caOf(first)).fingerprint256;
    await fetchText(first, "/v1/certificates", { names: ["a.net"] });
    await first.stop();
    rmSync(join(directory, "metacrypt.db"));
    await using second = await runOpen(directory);
    expect((await caOf(second)).fingerprint256).toBe(before);
    expect(await second.fetchJson("/v1/certificates")).toMatchObject({ body: { certificates: [] } });
    // A serial number that another certificate has already.
    const { headers } = await fetchText(second, "/v1/certificates", { names: ["b.net"] });
    expect(headers.get("location")).toBe("/v1/certificates/2");
  });
});
