import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CutOffAgent } from "../testing/cut-off-agent.ts";
import { addressOf, OperatorDesk } from "../testing/operator-desk.ts";
import { RunningAgent } from "../testing/run-agent.ts";

let desk: OperatorDesk;
beforeEach(() => {
  desk = new OperatorDesk();
});
afterEach(() => desk[Symbol.dispose]());

describe("mcp deploy --direct", () => {
  it("sends what the definitions say, with addresses filled in, and prints each event", async () => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    const { code, stdout } = await desk.mcp({ rift: [addressOf(agent)] }, ["deploy", "mcns", "--direct"]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\d+\.\d+ s/g, "0 s")).toBe(
      "rift: stage 1: mcns: run after 0 s\nrift: stage 1: mcns: healthy after 0 s\nrift: all healthy after 0 s\n",
    );
    const image = `${agent.podman.component("mcns", 1).image}:v1`;
    expect(agent.podman.calls().map((call) => call.replace(/127\.0\.0\.1:\d+/, "127.0.0.1:PORT"))).toEqual([
      `run -d --name mcns --restart no -p 198.51.100.10:4001:53/udp -p 127.0.0.1:PORT:80 ${image}`,
    ]);
  });

  it("is 1 for a stage that does not get healthy, and prints the last lines of the log", async () => {
    await using agent = await RunningAgent.start();
    for (const [index, name] of ["mcns", "mcq"].entries()) await desk.define(agent, name, index + 1);
    agent.podman.isIll("mcns", "port 53 is taken");
    agent.podman.whenAsked("mcns", () => agent.passes(60_000));
    agent.podman.prints("mcns", "starting\nlisten: \u001b[31mEADDRINUSE\n");
    const { code, stdout } = await desk.mcp({ rift: [addressOf(agent)] }, ["deploy", "--direct", "--all"]);
    expect(code).toBe(1);
    expect(stdout.replaceAll(/\d+\.\d+ s/g, "0 s")).toBe(
      "rift: stage 1: mcns: run after 0 s\n" +
        "rift: stage 1: mcns: failed after 0 s: not healthy within 60000 ms: 503: port 53 is taken\n" +
        "rift:     | starting\n" +
        "rift:     | listen: \\x1b[31mEADDRINUSE\n" +
        "rift: stopped after 0 s; not started: mcq\n",
    );
  });

  it("is 1 when the agent goes away meanwhile", async () => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    agent.podman.isIll("mcns", "starting");
    const deploy = desk.mcp({ rift: [addressOf(agent)] }, ["deploy", "--direct", "mcns"]);
    await agent.podman.called("run");
    await agent.restart();
    expect(await deploy).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^mcp: rift: error: (read ECONNRESET|socket hang up|aborted|the answer was cut off)/,
      ),
    });
  });

  it("is 1 for an answer that ends before its end", async () => {
    await using agent = await RunningAgent.start();
    await using cutOff = await CutOffAgent.start();
    await desk.define(agent, "mcns", 1);
    expect(await desk.mcp({ rift: [cutOff.address] }, ["deploy", "--direct", "mcns"])).toEqual({
      code: 1,
      stdout: "rift: stage 1: mcns: run after 0.01 s\n",
      stderr: "mcp: rift: error: the answer was cut off; what was begun may go on: see mcp ps\n",
    });
  });

  it("names what there is when something else is asked for", async () => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["deploy", "--direct", "mcx"])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('mcp: there is no service or component "mcx": write one of mcns\n'),
    });
  });
});

describe("mcp agent recover", () => {
  it("brings back what the registry says, on the node that is named", async () => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    const nodes = { rift: [addressOf(agent)], gone: ["127.0.0.1:1"] };
    await desk.mcp({ rift: [addressOf(agent)] }, ["deploy", "--direct", "--all"]);
    agent.podman.stopAll();
    expect(await desk.mcp(nodes, ["agent", "recover", "--node", "rift"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("rift: stage 1: mcns: start after "),
    });
    expect(await desk.mcp(nodes, ["agent", "recover"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("rift: stage 1: mcns: already running after "),
      stderr: "mcp: gone: error: connect 127.0.0.1:1: ECONNREFUSED\n",
    });
  });

  it("does nothing on a machine that should run nothing, even without podman", async () => {
    await using svc = await RunningAgent.start({ withoutPodman: true });
    expect(await desk.mcp({ svc: [addressOf(svc)] }, ["agent", "recover"])).toMatchObject({ code: 0 });
  });
});
