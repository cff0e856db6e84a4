import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { mcias as program } from "../mcias/program.ts";
import { TLS_TABLE } from "../testing/ask-https.ts";
import { addressOf, OperatorDesk } from "../testing/operator-desk.ts";
import { RunningAgent } from "../testing/run-agent.ts";
import { type RunningService, runService } from "../testing/run-service.ts";

const CONFIG = `
[server]
listen = "127.0.0.1:0"
[database]
path = "DIR/mcias.db"
${TLS_TABLE}
[[accounts]]
name = "admin"
password = "drill"
`;

const NOBODY = "https://127.0.0.1:1";

const urlOf = (mcias: RunningService): string => `https://127.0.0.1:${mcias.port("https")}`;

let desk: OperatorDesk;
beforeEach(() => {
  desk = new OperatorDesk();
});
afterEach(() => desk[Symbol.dispose]());

describe("where the agent asks for a token of MCIAS", () => {
  const deploy = (agent: RunningAgent, mcias?: string) =>
    desk.mcp(
      { rift: [addressOf(agent)] },
      ["deploy", "--direct", "mcns"],
      mcias === undefined ? {} : { mcias },
    );

  it("mcp logs in, and may deploy and recover; without a login it may look", async () => {
    await using mcias = await runService(program, CONFIG);
    await using agent = await RunningAgent.start({ mcias: urlOf(mcias) });
    await desk.define(agent, "mcns", 1);
    expect(await deploy(agent)).toMatchObject({
      code: 1,
      stderr: `mcp: rift: error: answered 401: a token is wanted, log in at ${urlOf(mcias)} first\n`,
    });
    expect(await deploy(agent, urlOf(mcias))).toMatchObject({ code: 0, stderr: "" });
    agent.podman.stopAll();
    const recover = ["agent", "recover"];
    const nodes = { rift: [addressOf(agent)] };
    expect(await desk.mcp(nodes, recover)).toMatchObject({ code: 1 });
    expect(await desk.mcp(nodes, recover, { mcias: urlOf(mcias) })).toMatchObject({ code: 0 });
    expect(await desk.mcp(nodes, ["ps"])).toMatchObject({ code: 0 });
  });

  it("nothing is started while MCIAS is down, neither with a login nor with a token", async () => {
    await using agent = await RunningAgent.start({ mcias: NOBODY });
    await desk.define(agent, "mcns", 1);
    expect(await deploy(agent, NOBODY)).toMatchObject({
      code: 1,
      stderr: `mcp: log in at ${NOBODY}: connect 127.0.0.1:1: ECONNREFUSED\n`,
    });
    await using mcias = await runService(program, CONFIG);
    expect(await deploy(agent, urlOf(mcias))).toMatchObject({
      code: 1,
      stderr: `mcp: rift: error: answered 503: cannot ask MCIAS at ${NOBODY} whose token it is: connect ECONNREFUSED 127.0.0.1:1\n`,
    });
    expect(agent.podman.calls()).toEqual([]);
  });

  it("a wrong password is told as that, and a token of somebody else is refused", async () => {
    await using mcias = await runService(program, CONFIG.replace('password = "drill"', 'password = "other"'));
    await using second = await runService(program, CONFIG);
    await using agent = await RunningAgent.start({ mcias: urlOf(mcias) });
    await desk.define(agent, "mcns", 1);
    expect(await deploy(agent, urlOf(mcias))).toMatchObject({
      stderr: `mcp: log in at ${urlOf(mcias)}: answered 401: unknown account or wrong password\n`,
    });
    expect(await deploy(agent, urlOf(second))).toMatchObject({
      stderr: `mcp: rift: error: answered 401: MCIAS at ${urlOf(mcias)} does not know this token\n`,
    });
  });
});
