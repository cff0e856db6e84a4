import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addressOf, OperatorDesk } from "../testing/operator-desk.ts";
import { RunningAgent } from "../testing/run-agent.ts";

let desk: OperatorDesk;
beforeEach(() => {
  desk = new OperatorDesk();
});
afterEach(() => desk[Symbol.dispose]());

describe("mcp ps", () => {
  it("lists every container with its health, and is content when all run", async () => {
    await using agent = await RunningAgent.start();
    for (const [name, stage] of [
      ["mcq", 4],
      ["mcns", 1],
    ] as const)
      await desk.define(agent, name, stage);
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["deploy", "--direct", "--all"])).toMatchObject({
      code: 0,
    });
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["ps"])).toEqual({
      code: 0,
      stdout:
        "NODE  SERVICE  CONTAINER  STAGE  STATE    HEALTH\n" +
        "rift  mcns     mcns       1      running  healthy\n" +
        "rift  mcq      mcq        4      running  healthy\n",
      stderr: "",
    });
  });

  it("is 1 for what is stopped, missing, ill, or was never registered and is defined", async () => {
    await using agent = await RunningAgent.start();
    const names = ["mcns", "mcr", "mcq", "kls"];
    for (const [index, name] of names.entries()) await desk.define(agent, name, index + 1);
    await desk.mcp({ rift: [addressOf(agent)] }, ["deploy", "--direct", "mcns", "mcr", "mcq"]);
    agent.podman.stops("mcns");
    agent.podman.removes("mcr");
    agent.podman.isIll("mcq", "database: disk I/O error");
    agent.podman.makes("by-hand");
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["ps"])).toEqual({
      code: 1,
      stdout:
        "NODE  SERVICE  CONTAINER  STAGE  STATE                   HEALTH\n" +
        "rift  mcns     mcns       1      exited                  -\n" +
        "rift  mcr      mcr        2      missing                 -\n" +
        "rift  mcq      mcq        3      running                 503: database: disk I/O error\n" +
        "rift  kls      kls        4      missing                 -\n" +
        "rift  -        by-hand    -      running (unregistered)  -\n",
      stderr: "",
    });
  });

  it.each(["stops", "removes", "isIll"] as const)("is 1 for one container alone: %s", async (what) => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    await desk.mcp({ rift: [addressOf(agent)] }, ["deploy", "--direct", "--all"]);
    agent.podman[what]("mcns", "database: disk I/O error");
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["ps"])).toMatchObject({ code: 1 });
  });

  it("takes a defined container that somebody runs by hand as running", async () => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    agent.podman.makes("mcns");
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["ps"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("rift  mcns     mcns       1      running (unregistered)  -\n"),
    });
  });

  it("is 1 when podman on a node says no, in its own words", async () => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    agent.podman.fails("ps", 'Error: default OCI runtime "crun" not found: invalid argument\n');
    expect(await desk.mcp({ rift: [addressOf(agent)] }, ["ps"])).toEqual({
      code: 1,
      stdout:
        "NODE  SERVICE  CONTAINER  STAGE  STATE  HEALTH\n" +
        'rift  -        -          -      error  answered 500: podman ps: exit 125: Error: default OCI runtime "crun" not found: invalid argument\n',
      stderr: "",
    });
  });

  it("does not mind a node without podman", async () => {
    await using agent = await RunningAgent.start();
    await using svc = await RunningAgent.start({ withoutPodman: true });
    await desk.define(agent, "mcns", 1);
    const nodes = { rift: [addressOf(agent)], svc: [addressOf(svc)] };
    await desk.mcp(nodes, ["deploy", "--direct", "--all"]);
    expect(await desk.mcp(nodes, ["ps"])).toEqual({
      code: 0,
      stdout:
        "NODE  SERVICE  CONTAINER  STAGE  STATE    HEALTH\n" +
        "rift  mcns     mcns       1      running  healthy\n" +
        "svc   -        -          -      none     podman: executable file not found in $PATH\n",
      stderr: "",
    });
  });

  it("tries the addresses of a node in order", async () => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    const nodes = { rift: ["127.0.0.1:1", addressOf(agent)] };
    expect(await desk.mcp(nodes, ["deploy", "--direct", "mcns"])).toMatchObject({ code: 0 });
    expect(await desk.mcp(nodes, ["ps"])).toMatchObject({ code: 0 });
  });

  it("is 1 when definitions name a node that it does not know", async () => {
    await using agent = await RunningAgent.start();
    await desk.define(agent, "mcns", 1);
    expect(await desk.mcp({}, ["ps"])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^rift +- +- +- +error +definitions name it, and \S+mcp\.toml does not$/m,
      ),
    });
  });
});
