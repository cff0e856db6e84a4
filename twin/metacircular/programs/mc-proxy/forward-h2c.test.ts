import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createH2cServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AskFields, askHttps, TLS_TABLE } from "../testing/ask-https.ts";
import { digestOf } from "../testing/registry-client.ts";
import { type RunningService, runService, runToEnd } from "../testing/run-service.ts";
import { mcProxy as program } from "./program.ts";

const NEW = "new.metacircular.net";
const OLD = "old.metacircular.net";

const CONFIG = `[server]
listen = "127.0.0.1:0"
[database]
path = "DIR/mc-proxy.db"
${TLS_TABLE}`;

const route = (name: string, backend: string): string =>
  `[[routes]]\nname = "${name}"\nbackend = "${backend}"\nprotocol = "h2c"\n`;

const portOf = async (server: Server): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

/** Tells what it got. */
const echo = (stream: ServerHttp2Stream, headers: Readonly<Record<string, unknown>>): void => {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  stream.on("end", () => {
    stream.respond({ ":status": 201, "set-cookie": ["a=1", "b=2"] });
    stream.end(JSON.stringify({ headers, digest: digestOf(Buffer.concat(chunks)) }));
  });
};

describe("a route of mc-proxy over h2c", () => {
  const modern = createH2cServer().on("stream", echo);
  const old = createServer((_, response) => response.end("HTTP/1.1"));
  let proxy: RunningService;
  beforeAll(async () => {
    const routes = [
      route(NEW, `http://127.0.0.1:${await portOf(modern)}`),
      route(OLD, `http://127.0.0.1:${await portOf(old)}`),
      route("down.metacircular.net", "http://127.0.0.1:9"),
    ];
    proxy = await runService(program, CONFIG + routes.join(""));
  });
  afterAll(async () => {
    modern.close();
    old.close();
    await proxy[Symbol.asyncDispose]();
  });

  const ask = (path: string, fields: AskFields) => askHttps(proxy.port("https"), path, fields);

  it("passes request and answer on", async () => {
    const body = [randomBytes(200_000), randomBytes(200_000)];
    const headers = { "transfer-encoding": "chunked", "x-own": "1" };
    const got = await ask("/a?b=c", { method: "POST", host: NEW, body, headers });
    expect([got.status, got.headers["set-cookie"]]).toEqual([201, ["a=1", "b=2"]]);
    expect(JSON.parse(got.body.toString())).toMatchObject({
      headers: {
        ":method": "POST",
        ":path": "/a?b=c",
        ":authority": NEW,
        "x-own": "1",
        "x-forwarded-for": "127.0.0.1",
        "x-forwarded-proto": "https",
      },
      digest: digestOf(Buffer.concat(body)),
    });
  });

  it("is a 502 for a backend that knows HTTP/1.1 only, and one that is down", async () => {
    const refused = await ask("/", { host: OLD });
    expect([refused.status, refused.body.toString()]).toEqual([
      502,
      expect.stringMatching(
        /^\{"error":"old\.metacircular\.net: backend http:\/\/127\.0\.0\.1:\d+ over h2c: Protocol error"\}\n$/,
      ),
    ]);
    const down = await ask("/", { host: "down.metacircular.net" });
    expect([down.status, down.body.toString()]).toEqual([
      502,
      expect.stringContaining("over h2c: connect ECONNREFUSED"),
    ]);
    expect((await ask("/", { host: NEW })).status).toBe(201);
  });

  it("says in the log which backend failed", async () => {
    await using other = await runService(program, `${CONFIG}${route(OLD, "http://127.0.0.1:9")}`);
    await askHttps(other.port("https"), "/", { host: OLD });
    const { stderr } = await other.stop();
    expect(stderr).toBe(`${OLD}: backend http://127.0.0.1:9 over h2c: connect ECONNREFUSED 127.0.0.1:9\n`);
  });
});

it("mc-proxy does not start with h2c over TLS", async () => {
  const { code, stderr } = await runToEnd(program, CONFIG + route(NEW, "https://127.0.0.1:8443"));
  expect([code, stderr]).toEqual([1, expect.stringContaining("protocol is h2c for a backend with TLS")]);
});
