import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mcr as registry } from "../mcr/program.ts";
import { type AskFields, askHttps, CA_FILE, TLS_TABLE } from "../testing/ask-https.ts";
import { digestOf, RegistryClient } from "../testing/registry-client.ts";
import { type RunningService, runService, runToEnd } from "../testing/run-service.ts";
import { mcProxy as program } from "./program.ts";

const MCR = "mcr.svc.mcp.metacircular.net";
const MCQ = "mcq.metacircular.net";

const route = (name: string, backend: string, port = 0): string =>
  `[[routes]]\nname = "${name}"\nbackend = "${backend}"\nport = ${port}\n`;

const CONFIG = `[server]
listen = "127.0.0.1:0"
also_listen = ["127.0.0.1:0"]
[database]
path = "DIR/mc-proxy.db"
${TLS_TABLE}`;

const startBackend = async (listener: RequestListener): Promise<Server> => {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
};

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** Reports what it received, and what it did not read. */
const echo: RequestListener = (request, response) => {
  if (request.url === "/refuses")
    return void response.writeHead(413, { connection: "close" }).end("too large");
  if (request.url === "/breaks") return void response.writeHead(200).write("begin", () => response.destroy());
  if (request.url === "/moves") return void response.writeHead(307, { location: "/v2/next?x=1" }).end();
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { method, url, headers } = request;
    const body = Buffer.concat(chunks);
    response.setHeader("set-cookie", ["a=1", "b=2"]);
    response.end(JSON.stringify({ method, url, headers, length: body.length, digest: digestOf(body) }));
  });
};

type Echoed = { headers: Record<string, string>; length: number; digest: string; url: string };

describe("mc-proxy", () => {
  let mcr: RunningService;
  let backend: Server;
  let proxy: RunningService;
  beforeAll(async () => {
    backend = await startBackend(echo);
    mcr = await runService(
      registry,
      `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcr.db"\n[storage]\nblobs = "DIR/blobs"\n${TLS_TABLE}`,
    );
    const routes = [
      route(MCR, `https://127.0.0.1:${mcr.port("https")}`),
      route(MCQ, `http://127.0.0.1:${portOf(backend)}`),
      route("down.metacircular.net", "http://127.0.0.1:9"),
      route("plain.metacircular.net", `https://127.0.0.1:${portOf(backend)}`),
    ];
    proxy = await runService(program, CONFIG + routes.join(""));
  });
  afterAll(async () => {
    backend.close();
    await proxy[Symbol.asyncDispose]();
    await mcr[Symbol.asyncDispose]();
  });

  const ask = (path: string, fields: AskFields = {}) =>
    askHttps(proxy.port("https"), path, { host: MCQ, ...fields });
  const asked = async (path: string, fields: AskFields = {}) =>
    JSON.parse((await ask(path, fields)).body.toString()) as Echoed;

  it("passes a push and a pull on to the registry", async () => {
    const client = new RegistryClient(proxy.port("https"), MCR);
    const layer = randomBytes(5_000_000);
    const manifest = await client.pushImage("mcq", "v1", layer);
    expect((await client.ask("GET", "/v2/mcq/manifests/v1")).body.toString()).toBe(manifest);
    expect((await client.ask("GET", `/v2/mcq/blobs/${digestOf(layer)}`)).body.equals(layer)).toBe(true);
    expect(await client.begin("mcq")).toMatch(/^\/v2\/mcq\/blobs\/uploads\//);
  });

  it("brings back a refusal of a body that is still on its way", async () => {
    const client = new RegistryClient(proxy.port("https"), MCR);
    const pieces = Array.from({ length: 200 }, () => randomBytes(100_000));
    const path = "/v2/mcq/blobs/uploads/00000000-0000-0000-0000-000000000000";
    const answer = await client.ask("PATCH", path, { body: pieces });
    expect([answer.status, answer.body.toString()]).toEqual([
      404,
      expect.stringContaining("BLOB_UPLOAD_UNKNOWN"),
    ]);
  });

  it("serves the same at its other addresses", async () => {
    expect((await askHttps(proxy.port("https-also"), "/v2/", { host: MCR })).status).toBe(200);
  });

  it("changes nothing, and tells for whom it asks", async () => {
    const got = await asked("/a%2Fb?c=d", {
      headers: { "x-own": "1", te: "trailers", "x-forwarded-for": "192.0.2.9" },
    });
    expect(got.url).toBe("/a%2Fb?c=d");
    expect(got.headers).toEqual({
      host: MCQ,
      "x-own": "1",
      "x-forwarded-for": "192.0.2.9, 127.0.0.1",
      "x-forwarded-proto": "https",
      "x-forwarded-host": MCQ,
      connection: "keep-alive",
    });
    expect((await ask("/")).headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    expect((await ask("/moves")).headers.location).toBe("/v2/next?x=1");
  });

  it.each(["POST", "DELETE", "GET"])("keeps the body of a %s of unknown length", async (method) => {
    const body = [randomBytes(200_000), randomBytes(200_000)];
    const headers = { "transfer-encoding": "chunked" };
    const got = await asked("/", { method, body, headers });
    expect([got.length, got.digest]).toEqual([400_000, digestOf(Buffer.concat(body))]);
  });

  it("keeps a length that is told", async () => {
    const got = await asked("/", { method: "PUT", body: "12345", headers: { "content-length": "5" } });
    expect([got.length, got.headers["content-length"], got.headers["transfer-encoding"]]).toEqual([
      5,
      "5",
      undefined,
    ]);
  });

  it("lets the backend say whether a body may come", async () => {
    const got = await asked("/", { method: "PUT", body: "12345", headers: { expect: "100-continue" } });
    expect([got.length, got.headers["expect"]]).toEqual([5, "100-continue"]);
    // The body only now: a client that sent Expect waits for the continue.
    const headers = { host: MCQ, expect: "100-continue", "content-length": "5" };
    const fields = { host: "127.0.0.1", port: proxy.port("https"), servername: MCQ, agent: false, headers };
    const waiting = request({ ...fields, method: "PUT", ca: readFileSync(CA_FILE) });
    await once(waiting, "continue");
    waiting.end("54321");
    const [answer] = (await once(waiting, "response")) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(200);
    const refused = await ask("/refuses", { method: "PUT", headers: { expect: "100-continue" } });
    expect([refused.status, refused.body.toString()]).toEqual([413, "too large"]);
  });

  it("finds the port in a host, and capital letters, no obstacle", async () => {
    const host = `${MCQ.toUpperCase()}:8443`;
    expect((await asked("/", { headers: { host } })).headers["host"]).toBe(host);
  });

  it("says 404 for names that it does not know, and tells its own health there", async () => {
    const unknown = await ask("/", { host: "localhost" });
    expect([unknown.status, unknown.body.toString()]).toEqual([
      404,
      '{"error":"no route for \\"localhost\\""}\n',
    ]);
    expect((await ask("/v1/health", { host: "localhost" })).status).toBe(200);
    expect((await askHttps(proxy.port("https"), "/v1/health")).status).toBe(200);
    const own = await ask("/v1/canary", {
      host: "localhost",
      method: "POST",
      body: '{"rows":2}',
      headers: { expect: "100-continue" },
    });
    expect(own.body.toString()).toBe('{"rows":2}\n');
  });

  it("says 502 in one line when the backend refuses, or does not speak TLS", async () => {
    const down = await ask("/", { host: "down.metacircular.net" });
    expect([down.status, down.body.toString()]).toEqual([
      502,
      '{"error":"down.metacircular.net: backend http://127.0.0.1:9: connect ECONNREFUSED 127.0.0.1:9"}\n',
    ]);
    const plain = await ask("/", { host: "plain.metacircular.net" });
    expect([plain.status, plain.body.toString()]).toEqual([
      502,
      expect.stringMatching(/^[^\n]*wrong version[^\n]*\n$/),
    ]);
  });

  it("ends an answer that its backend breaks off", async () => {
    await expect(ask("/breaks")).rejects.toThrow("aborted");
    expect((await ask("/")).status).toBe(200);
  });

  it("lives on after garbage", async () => {
    const socket = connect({ port: proxy.port("https"), host: "127.0.0.1", rejectUnauthorized: false });
    socket.write("\u0000\u0001 garbage\r\n\r\n");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400 /);
    expect((await ask("//")).status).toBe(200);
    expect((await ask("//", { host: "localhost" })).status).toBe(404);
  });

  it("uses a connection to a backend once, and hides that from it", async () => {
    let connections = 0;
    const count = () => {
      connections += 1;
    };
    backend.on("connection", count);
    for (const path of ["/1", "/2", "/3"]) await ask(path);
    backend.off("connection", count);
    expect(connections).toBe(3);
  });

  it("counts the uses of its routes", async () => {
    const { body } = await ask("/v1/routes", { host: "localhost" });
    const { routes } = JSON.parse(body.toString()) as { routes: Record<string, unknown>[] };
    expect(routes).toHaveLength(4);
    expect(routes.find(({ name }) => name === "down.metacircular.net")).toMatchObject({
      requests: 1,
      failures: 1,
    });
  });
});

it("mc-proxy does not start with a backend that is no origin", async () => {
  const { code, stderr } = await runToEnd(program, CONFIG + route("a.net", "127.0.0.1:8080/x"));
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^read configuration: .*write scheme, host and port.*\n$/),
  ]);
});

it("mc-proxy asks only backends that its authority knows", async () => {
  await using mcr = await runService(
    registry,
    `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcr.db"\n[storage]\nblobs = "DIR/blobs"\n${TLS_TABLE}`,
  );
  const strange = CONFIG.replace(`ca = "${CA_FILE}"\n`, "");
  await using proxy = await runService(
    program,
    strange + route(MCR, `https://127.0.0.1:${mcr.port("https")}`),
  );
  const { status, body } = await askHttps(proxy.port("https"), "/v2/", { host: MCR });
  expect([status, body.toString()]).toEqual([502, expect.stringContaining("self-signed certificate")]);
});
