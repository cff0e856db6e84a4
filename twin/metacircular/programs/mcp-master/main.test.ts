import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mcat } from "../mcat/program.ts";
import { askNodes } from "../mcp/ask-nodes.ts";
import { CA_FILE, TLS_TABLE } from "../testing/ask-https.ts";
import { Recorded } from "../testing/run-program.ts";
import { makeDirectory, type RunningService, runService } from "../testing/run-service.ts";
import { mcpMaster as program } from "./program.ts";

const config = (nodes: Readonly<Record<string, string>>): string =>
  `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcp-master.db"\n${TLS_TABLE}${Object.entries(
    nodes,
  )
    .map(([name, address]) => `[[nodes]]\nname = "${name}"\naddress = "${address}"\n`)
    .join("")}`;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const nodesOf = (master: RunningService) => {
  const { run } = new Recorded([]);
  return askNodes(`127.0.0.1:${master.port("grpcs")}`, { ...run, ca: readFileSync(CA_FILE, "utf8") });
};

/** Answers no request before the second one arrives. */
const meeting = async (): Promise<Server> => {
  const asking: ServerResponse[] = [];
  const tls = { cert: readFileSync(CA_FILE), key: readFileSync(CA_FILE.replace(".pem", ".key")) };
  const server = createHttpsServer(tls, (_, response) => {
    asking.push(response);
    if (asking.length === 2) for (const one of asking) one.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
};

describe("mcp-master", () => {
  let agent: RunningService;
  let silent: Server;
  const waiting: Socket[] = [];
  beforeAll(async () => {
    // Any service with HTTPS tells its health as an agent does.
    agent = await runService(mcat, config({}));
    silent = createServer((socket) => waiting.push(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
  });
  afterAll(async () => {
    silent.close();
    for (const socket of waiting) socket.destroy();
    await agent[Symbol.asyncDispose]();
  });

  it("asks every agent at once, and says of each how it is", async () => {
    const both = await meeting();
    await using master = await runService(
      program,
      config({
        rift: `127.0.0.1:${agent.port("https")}`,
        svc: "127.0.0.1:9",
        orion: `127.0.0.1:${portOf(both)}`,
        vade: `127.0.0.1:${portOf(both)}`,
      }),
    );
    const nodes = await nodesOf(master);
    both.close();
    expect(nodes).toEqual([
      { name: "rift", address: `127.0.0.1:${agent.port("https")}`, status: "ok", reason: "" },
      { name: "svc", address: "127.0.0.1:9", status: "error", reason: "connect ECONNREFUSED 127.0.0.1:9" },
      expect.objectContaining({ name: "orion", status: "ok" }),
      expect.objectContaining({ name: "vade", status: "ok" }),
    ]);
  });

  it("gives an agent three seconds to answer", async () => {
    const address = `127.0.0.1:${portOf(silent)}`;
    // A hundredth of them.
    await using master = await runService(program, config({ rift: address }), { patience: 0.01 });
    expect(await nodesOf(master)).toEqual([
      { name: "rift", address, status: "error", reason: "no answer within 0.03 s" },
    ]);
  });

  it("keeps its nodes, and takes the address that is configured now", async () => {
    const directory = makeDirectory();
    await using first = await runService(program, config({ rift: "127.0.0.1:1", svc: "127.0.0.1:2" }), {
      directory,
    });
    await first.stop();
    await using second = await runService(program, config({ svc: "127.0.0.1:9" }), { directory });
    expect((await nodesOf(second)).map(({ name, address }) => [name, address])).toEqual([
      ["rift", "127.0.0.1:1"],
      ["svc", "127.0.0.1:9"],
    ]);
  });
});
