import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { type ContainerNetworks, noNetwork } from "./container-networks.ts";
import { SystemdContainer } from "./systemd-container.ts";

const asked: string[] = [];
/** An engine that has nothing, and says no more than that it is one. */
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  const isInfo = request.url === "/info";
  response.writeHead(isInfo ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(isInfo ? { OperatingSystem: "Debian" } : { message: "there is nothing" }));
});
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-container-"));
  server.listen(join(folder, "docker.sock"));
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

test("a container is started in its own engine, also when that was not asked for anything before", async () => {
  const machine = { name: "rift", addresses: {}, users: [], provision: [] };
  const container = new SystemdContainer({
    engine: { dockerHost: `unix://${folder}/docker.sock`, name: "Docker 26.1" } as Engine,
    image: "drillbook-test/absent",
    machine,
    networks: { optionsOf: () => noNetwork } as unknown as ContainerNetworks,
    rig: { label: "a test", rig: "f00d", kept: false },
    untilReady: async () => {},
  });
  await expect(container.start()).rejects.toThrow("there is nothing");
  expect(asked[0]).toBe("GET /info");
});
