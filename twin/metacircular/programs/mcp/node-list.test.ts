import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addressOf, NO_MASTER, OperatorDesk } from "../testing/operator-desk.ts";
import { RunningAgent } from "../testing/run-agent.ts";
import { TestMaster } from "../testing/test-master.ts";

// Several processes start in each test, and other tests have the processors at the same time.
vi.setConfig({ testTimeout: 30_000 });

let desk: OperatorDesk;
beforeEach(() => {
  desk = new OperatorDesk();
});
afterEach(() => desk[Symbol.dispose]());

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
    await using master = await TestMaster.start([{ name: "orion", address: addressOf(agent) }]);
    expect(await desk.mcp({ rift: ["127.0.0.1:1"] }, ["node", "list"], master.url)).toEqual({
      code: 0,
      stdout: `NAME   ADDRESS${" ".repeat(addressOf(agent).length - 7)}  STATUS\norion  ${addressOf(agent)}  ok\n`,
      stderr: "",
    });
  });

  it("tries its own addresses of a node after the one that the master knows", async () => {
    await using agent = await RunningAgent.start();
    await using master = await TestMaster.start([{ name: "rift", address: "127.0.0.1:1" }]);
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["node", "list"], master.url)).toMatchObject({
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
      `mcp: the master at ${NO_MASTER} does not answer: connect 127.0.0.1:1: ECONNREFUSED; these are the nodes of ${desk.directory}/mcp.toml\n`,
    );
    expect(stdout).toContain(`rift  ${addressOf(agent)}`);
    expect(stdout).toContain("ok (podman: executable file not found in $PATH)");
  });

  it("tells why an agent cannot be reached", async () => {
    await using other = await TestMaster.start([], "127.0.0.2");
    await using silent = await silentServer();
    const dumb = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const startedAt = performance.now();
    const { code, stdout } = await desk.mcp(
      {
        nobody: ["127.0.0.1:1", "127.0.0.1:2"],
        dumb: [dumb],
        other: [other.address],
        nameless: ["agent.invalid:9444"],
      },
      ["node", "list"],
    );
    expect(code).toBe(1);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const statuses = stdout.split("\n").map((line) => line.replace(/^\S+\s+\S+\s+/, ""));
    expect(statuses.slice(1, 5)).toEqual([
      "error: connect 127.0.0.1:1: ECONNREFUSED; connect 127.0.0.1:2: ECONNREFUSED",
      `error: connect ${dumb}: timeout after 3 s`,
      `error: connect ${other.address}: certificate name: IP: 127.0.0.2 is not in the cert's list: 127.0.0.1`,
      expect.stringMatching(/^error: connect agent\.invalid:9444: agent\.invalid does not resolve/),
    ]);
  });
});
