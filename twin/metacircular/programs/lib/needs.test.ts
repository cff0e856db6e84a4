import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mcat } from "../mcat/program.ts";
import { mcpMaster } from "../mcp-master/program.ts";
import { mcq as program } from "../mcq/program.ts";
import { CA_FILE, TLS_TABLE } from "../testing/ask-https.ts";
import type { Around } from "../testing/run-program.ts";
import { type RunningService, runService, runToEnd } from "../testing/run-service.ts";

const CONFIG = '[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcq.db"\n';

const healthOf = async (service: RunningService) => {
  const { status, body } = await service.fetchJson("/v1/health");
  return [status, (body as { reason?: string }).reason];
};

describe("what a service needs", () => {
  let other: RunningService;
  let server: Server;
  let status = 200;
  let asked = 0;
  let port = 0;
  beforeAll(async () => {
    other = await runService(
      mcat,
      `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/m.db"\n${TLS_TABLE}`,
    );
    server = createServer((_, response) => {
      asked += 1;
      response.writeHead(status).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await other[Symbol.asyncDispose]();
  });

  const withNeeds = (needs: string, around: Around = {}) =>
    runService(program, `${CONFIG}[needs]\n${needs}\n`, around);

  it("is there: names that resolve and URLs that answer, known to the authority", async () => {
    await using mcq = await withNeeds(
      `names = ["localhost"]\nurls = ["https://localhost:${other.port("https")}/v1/health"]\nca = "${CA_FILE}"`,
    );
    expect(await healthOf(mcq)).toEqual([200, undefined]);
  });

  it("is a gRPC server that serves, and one that does not", async () => {
    const MASTER = `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/m.db"\n${TLS_TABLE}`;
    await using serving = await runService(mcpMaster, MASTER);
    await using lacking = await runService(mcpMaster, `${MASTER}[needs]\nurls = ["http://127.0.0.1:1/"]\n`);
    const urlOf = (master: RunningService) => `grpcs://localhost:${master.port("grpcs")}`;
    const needing = (url: string) => withNeeds(`urls = ["${url}"]\nca = "${CA_FILE}"`);
    await using good = await needing(urlOf(serving));
    expect(await healthOf(good)).toEqual([200, undefined]);
    await using bad = await needing(urlOf(lacking));
    expect(await healthOf(bad)).toEqual([503, `${urlOf(lacking)}: answers NOT_SERVING`]);
    await using gone = await needing("grpcs://127.0.0.1:1");
    expect(await healthOf(gone)).toEqual([503, "grpcs://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1"]);
  });

  it("is a name that does not resolve", async () => {
    // Not a valid name, so that no resolver forwards it.
    const name = `${"x".repeat(64)}.invalid`;
    await using mcq = await withNeeds(`names = ["${name}"]`);
    expect(await healthOf(mcq)).toEqual([503, `cannot resolve ${name}: getaddrinfo ENOTFOUND ${name}`]);
    expect((await mcq.fetchJson("/v1/documents")).status).toBe(200);
  });

  it("is a server that its authority does not know, or an authority that is not there", async () => {
    const url = `https://localhost:${other.port("https")}/v1/health`;
    await using without = await withNeeds(`urls = ["${url}"]`);
    expect(await healthOf(without)).toEqual([
      503,
      expect.stringContaining(`${url}: self-signed certificate`),
    ]);
    await using missing = await withNeeds(`urls = ["${url}"]\nca = "DIR/none.pem"`);
    expect(await healthOf(missing)).toEqual([503, expect.stringContaining(`${url}: ENOENT: no such file`)]);
  });

  it("comes and goes while the service runs, and is asked for once a second at most", async () => {
    const url = `http://127.0.0.1:${port}/`;
    let nowMs = 0;
    await using mcq = await withNeeds(`urls = ["${url}"]`, { now: () => nowMs, patience: 1 });
    status = 404;
    const bad = [503, `${url}: answers 404`];
    expect(await healthOf(mcq)).toEqual(bad);
    status = 200;
    nowMs = 99;
    expect(await healthOf(mcq)).toEqual(bad);
    nowMs = 100;
    expect(await healthOf(mcq)).toEqual([200, undefined]);
    const before = asked;
    status = 500;
    nowMs = 1_099;
    expect(await Promise.all([healthOf(mcq), healthOf(mcq)])).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
    expect(asked).toBe(before);
    nowMs = 1_100;
    expect(await healthOf(mcq)).toEqual([503, `${url}: answers 500`]);
    expect(asked).toBe(before + 1);
  });

  it("has three seconds to answer, and those who ask meanwhile wait together", async () => {
    let asking = 0;
    let last: Socket | undefined;
    const silent = createTcpServer((socket) => {
      asking += 1;
      socket.on("error", () => {});
      if (socket.remotePort === last?.localPort) socket.end();
    }).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const silentPort = (silent.address() as AddressInfo).port;
    const url = `http://127.0.0.1:${silentPort}/`;
    // A hundredth of three seconds, on a clock that stands still: concurrent calls get the same answer.
    await using mcq = await withNeeds(`urls = ["${url}"]`, { patience: 0.01, now: () => 0 });
    const answers = await Promise.all([healthOf(mcq), healthOf(mcq)]);
    expect(answers).toEqual([
      [503, `${url}: no answer within 0.03 s`],
      [503, `${url}: no answer within 0.03 s`],
    ]);
    // The server may see a connection after its end. It sees them in order: this one after those of the two calls.
    last = connect(silentPort, "127.0.0.1").resume();
    await once(last, "end");
    expect(asking).toBe(2);
    silent.close();
  });

  it("is a URL, or the service does not start", async () => {
    const { code, stderr } = await runToEnd(program, `${CONFIG}[needs]\nurls = ["mcr:8443/v2/"]\n`);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/: needs: urls has "mcr:8443\/v2\/"; write an address, as in "https:.*"\n$/),
    ]);
  });
});
