import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CA_FILE, TLS_TABLE } from "../testing/ask-https.ts";
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
      "mcat",
      `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/m.db"\n${TLS_TABLE}`,
    );
    server = createServer((request, response) => {
      asked += 1;
      if (request.url !== "/silent") response.writeHead(status).end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await other[Symbol.asyncDispose]();
  });

  const withNeeds = (needs: string) => runService("mcq", `${CONFIG}[needs]\n${needs}\n`);

  it("is there: names that resolve and URLs that answer, known to the authority", async () => {
    await using mcq = await withNeeds(
      `names = ["localhost"]\nurls = ["https://localhost:${other.port("https")}/v1/health"]\nca = "${CA_FILE}"`,
    );
    expect(await healthOf(mcq)).toEqual([200, undefined]);
  });

  it("is a name that does not resolve", async () => {
    await using mcq = await withNeeds('names = ["nobody.invalid"]');
    expect(await healthOf(mcq)).toEqual([
      503,
      expect.stringMatching(
        /^cannot resolve nobody\.invalid: getaddrinfo (ENOTFOUND|EAI_AGAIN) nobody\.invalid$/,
      ),
    ]);
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
    await using mcq = await withNeeds(`urls = ["${url}"]`);
    status = 404;
    expect(await healthOf(mcq)).toEqual([503, `${url}: answers 404`]);
    status = 200;
    await expect.poll(() => healthOf(mcq), { timeout: 1_000 }).toEqual([200, undefined]);
    const before = asked;
    await Promise.all([healthOf(mcq), healthOf(mcq), healthOf(mcq)]);
    expect(asked).toBe(before);
    status = 500;
    await expect.poll(() => healthOf(mcq), { timeout: 3_000 }).toEqual([503, `${url}: answers 500`]);
  });

  it("has three seconds to answer, and those who ask meanwhile wait together", async () => {
    const url = `http://127.0.0.1:${port}/silent`;
    await using mcq = await withNeeds(`urls = ["${url}"]`);
    const before = asked;
    const started = performance.now();
    const answers = await Promise.all([healthOf(mcq), healthOf(mcq)]);
    expect(answers).toEqual([
      [503, `${url}: no answer within 3 s`],
      [503, `${url}: no answer within 3 s`],
    ]);
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(asked).toBe(before + 1);
  });

  it("is a URL, or the service does not start", async () => {
    const { code, stderr } = await runToEnd("mcq", `${CONFIG}[needs]\nurls = ["mcr:8443/v2/"]\n`);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/: needs: urls has "mcr:8443\/v2\/"; write an address, as in "https:.*"\n$/),
    ]);
  });
});
