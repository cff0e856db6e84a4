import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shortest } from "../../contract/shortest.ts";
import { type LocalAgent, startLocalAgent } from "./testing/local-agent.ts";
import { closedPort, httpServer, httpsServer } from "./testing/servers.ts";
import { certificate } from "./testing/tls-identity.ts";

let agent: LocalAgent;
const folder = mkdtempSync("/tmp/drillbook-http-");
const caFile = `${folder}/ca.pem`;
beforeAll(async () => {
  writeFileSync(caFile, certificate);
  agent = await startLocalAgent();
});
afterAll(async () => {
  await agent[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const get = (url: string, more: object = {}) =>
  agent.channel.observe({ kind: "http", url, method: "GET", timeoutMs: 60_000, ...more });

test("status, headers and body come back", async () => {
  await using server = await httpServer((request, response) => {
    response.writeHead(request.url === "/bad" ? 503 : 200, {
      "x-method": request.method,
      "set-cookie": ["a", "b"],
    });
    response.end("héllo");
  });
  const root = `http://127.0.0.1:${server.port}`;
  expect(await get(root)).toMatchObject({
    kind: "http",
    outcome: "answered",
    status: 200,
    headers: { "x-method": "GET", "set-cookie": "a, b" },
    body: "héllo",
    error: "",
  });
  expect(await get(`${root}/bad`)).toMatchObject({ outcome: "answered", status: 503 });
  expect(await get(root, { method: "POST" })).toMatchObject({ headers: { "x-method": "POST" } });
  expect(await get(root, { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  expect(await get(`http://localhost:${server.port}`)).toMatchObject({ status: 200 });
});

test("a body is kept up to 1 MiB", async () => {
  await using server = await httpServer((_, response) => response.end("x".repeat(2_000_000)));
  const seen = await get(`http://127.0.0.1:${server.port}`);
  expect(seen).toMatchObject({
    outcome: "answered",
    status: 200,
    error: "the body was cut at 1048576 bytes",
  });
  expect(seen.body).toBe("x".repeat(1024 * 1024));
});

test("nobody there is unreachable", async () => {
  const port = await closedPort();
  for (const host of ["127.0.0.1", "localhost"]) {
    const seen = await get(`http://${host}:${port}`);
    expect(seen).toMatchObject({ outcome: "unreachable", status: 0 });
    expect(seen.error).toContain("ECONNREFUSED");
  }
});

test("silence, and an answer that never ends, are timeouts honoured to 100 ms", async () => {
  await using silent = await httpServer(() => {});
  await using endless = await httpServer((_, response) => void response.writeHead(200).write("x"));
  for (const server of [silent, endless]) {
    const took = async () => {
      const seen = await get(`http://127.0.0.1:${server.port}`, { timeoutMs: 400 });
      expect(seen).toMatchObject({ outcome: "timeout", error: "no complete answer in 400 ms" });
      expect(seen.durationMs).toBeGreaterThan(395);
      return seen.durationMs;
    };
    expect(await shortest(500, took)).toBeLessThan(500);
  }
});

test("a connection that breaks is broken", async () => {
  await using server = await httpServer((request) => request.socket.destroy());
  expect(await get(`http://127.0.0.1:${server.port}`)).toMatchObject({
    outcome: "broken",
    error: "socket hang up",
  });
  await using half = await httpServer((request, response) => {
    response.writeHead(200, { "content-length": "100" }).write("x");
    setTimeout(() => request.socket.destroy(), 20);
  });
  expect(await get(`http://127.0.0.1:${half.port}`)).toMatchObject({ outcome: "broken" });
});

test("a TLS failure is told from any other, and says why", async () => {
  await using server = await httpsServer((_, response) => response.end("secret"));
  await using plain = await httpServer((_, response) => response.end("plain"));
  const url = `https://localhost:${server.port}`;
  expect(await get(url, { caFile })).toMatchObject({ outcome: "answered", body: "secret" });
  expect(await get(url)).toMatchObject({ outcome: "tls-failed", error: "self-signed certificate" });
  const wrongName = await get(`https://127.0.0.2:${server.port}`, { caFile });
  expect(wrongName).toMatchObject({ outcome: "unreachable" });
  expect(await get(`https://127.0.0.1:${plain.port}`, { caFile })).toMatchObject({ outcome: "tls-failed" });
  const noFile = await get(url, { caFile: "/no/such/file" });
  expect(noFile.outcome).toBe("tls-failed");
  expect(noFile.error).toContain("the file of the authority, /no/such/file, cannot be read");
});

test("what makes no sense is refused", async () => {
  await expect(get("ftp://127.0.0.1/")).rejects.toThrow("local: not an http or https URL: ftp://127.0.0.1/");
  await expect(get("http://127.0.0.1/", { method: "G ET" })).rejects.toThrow("no HTTP method G ET");
  await expect(get("http://127.0.0.1/", { timeoutMs: 0 })).rejects.toThrow(
    "timeoutMs must be a positive number",
  );
});
