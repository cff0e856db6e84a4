import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, OperatorDesk } from "../testing/operator-desk.ts";
import { codeOf, ProgramProcess } from "../testing/program-process.ts";
import { RunningAgent } from "../testing/run-agent.ts";

const MAIN = "twin/metacircular/programs/mcp/main.ts";

describe("mcp is a process that prints what it was asked for, and exits", () => {
  const desk = new OperatorDesk();
  let agent: RunningAgent;
  let config: string;
  beforeAll(async () => {
    await codeOf(MAIN);
    agent = await RunningAgent.start({ withoutPodman: true });
    await desk.define(agent, "mcns", 1);
    config = desk.configure({ rift: [addressOf(agent)], gone: ["127.0.0.1:1"] });
  });
  afterAll(async () => {
    await agent[Symbol.asyncDispose]();
    desk[Symbol.dispose]();
  });

  const mcp = async (...args: readonly string[]) => {
    await using process = await ProgramProcess.start(MAIN, desk.directory, ["--config", config, ...args]);
    return await process.ended;
  };

  it("with 0 when all went well", async () => {
    expect(await mcp("agent", "recover", "--node", "rift")).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^rift: all healthy after [0-9.]+ s\n$/),
      stderr: "",
    });
  });

  it("with 1 when something is wrong", async () => {
    expect(await mcp("ps")).toEqual({
      code: 1,
      stdout:
        "NODE  SERVICE  CONTAINER  STAGE  STATE    HEALTH\n" +
        "rift  -        -          -      none     podman: executable file not found in $PATH\n" +
        "rift  mcns     mcns       1      missing  -\n" +
        "gone  -        -          -      error    connect 127.0.0.1:1: ECONNREFUSED\n",
      stderr: "",
    });
  });

  it("with 64 when it is used wrongly", async () => {
    expect(await mcp("pss")).toEqual({
      code: 64,
      stdout: "",
      stderr: expect.stringMatching(/^mcp: there is no command "pss"\nusage: /),
    });
  });
});
