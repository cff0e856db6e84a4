import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mcpMaster } from "../mcp-master/program.ts";
import { TLS_TABLE } from "../testing/ask-https.ts";
import { CutOffAgent } from "../testing/cut-off-agent.ts";
import { addressOf, NO_MASTER, type Nodes, OperatorDesk } from "../testing/operator-desk.ts";
import { RunningAgent } from "../testing/run-agent.ts";
import type { Around } from "../testing/run-program.ts";
import { type RunningService, runService } from "../testing/run-service.ts";

let desk: OperatorDesk;
beforeEach(() => {
  desk = new OperatorDesk();
});
afterEach(() => desk[Symbol.dispose]());

const masterOf = (name: string, address: string): Promise<RunningService> =>
  runService(
    mcpMaster,
    `[server]\nlisten = "127.0.0.1:0"\n[database]\npath = "DIR/mcp-master.db"\n${TLS_TABLE}` +
      `[[nodes]]\nname = "${name}"\naddress = "${address}"\n`,
  );

const at = (master: RunningService) => ({ masterAddress: `127.0.0.1:${master.port("grpcs")}` });

/** Accepts, and says nothing. */
const silentServer = async (): Promise<Server & AsyncDisposable> => {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(server, {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
};

describe("mcp node list", () => {
  it("shows the nodes that the master knows", async () => {
    await using agent = await RunningAgent.start();
    await using master = await masterOf("orion", addressOf(agent));
    expect(await desk.mcp({ rift: ["127.0.0.1:1"] }, ["node", "list"], at(master))).toEqual({
      code: 0,
      stdout: `NAME   ADDRESS${" ".repeat(addressOf(agent).length - 7)}  STATUS\norion  ${addressOf(agent)}  ok\n`,
      stderr: "",
    });
  });

  it("tries its own addresses of a node after the one that the master knows", async () => {
    await using agent = await RunningAgent.start();
    await using master = await masterOf("rift", "127.0.0.1:1");
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["node", "list"], at(master))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`rift  ${addressOf(agent)}`),
    });
  });

  it("shows its own nodes while the master does not answer, and says so", async () => {
    await using agent = await RunningAgent.start();
    await using svc = await RunningAgent.start({ withoutPodman: true });
    const { code, stdout, stderr } = await desk.mcp({ rift: [addressOf(agent)], svc: [addressOf(svc)] }, [
      "node",
      "list",
    ]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      `mcp: the master at ${NO_MASTER} does not answer: connect ECONNREFUSED 127.0.0.1:1; these are the nodes of ${desk.directory}/mcp.toml\n`,
    );
    expect(stdout).toContain(`rift  ${addressOf(agent)}`);
    expect(stdout).toContain("ok (podman: executable file not found in $PATH)");
  });

  it("tells why an agent cannot be reached", async () => {
    await using other = await CutOffAgent.start("127.0.0.2");
    await using silent = await silentServer();
    const dumb = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const statusesOf = async (nodes: Nodes, around: Around = {}) => {
      const { code, stdout } = await desk.mcp(nodes, ["node", "list"], { around });
      expect(code).toBe(1);
      const lines = stdout.trimEnd().split("\n").slice(1);
      return lines.map((line) => line.replace(/^\S+\s+\S+\s+/, ""));
    };
    // The time limit is three seconds; a hundredth is enough to wait for in vain, and too little for the others.
    expect(await statusesOf({ dumb: [dumb], late: [dumb, dumb] }, { patience: 0.01 })).toEqual([
      `error: connect ${dumb}: timeout after 0.03 s`,
      `error: connect ${dumb}: timeout after 0.03 s; connect ${dumb}: timeout after 0.03 s`,
    ]);
    // No name at all: no resolver is asked.
    const noName = `${"x".repeat(64)}.invalid`;
    const nobody = ["127.0.0.1:1", "127.0.0.1:2"];
    expect(await statusesOf({ nobody, other: [other.address], nameless: [`${noName}:9444`] })).toEqual([
      "error: connect 127.0.0.1:1: ECONNREFUSED; connect 127.0.0.1:2: ECONNREFUSED",
      `error: connect ${other.address}: certificate name: IP: 127.0.0.2 is not in the cert's list: 127.0.0.1`,
      `error: connect ${noName}:9444: ${noName} does not resolve`,
    ]);
  });
});
