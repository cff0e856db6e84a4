import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LOOPBACK_CA_FILE, RunningAgent } from "../testing/run-agent.ts";
import { type ProgramEnd, RunningProgram } from "../testing/run-program.ts";
import { TestMaster } from "../testing/test-master.ts";

const NO_MASTER = "https://127.0.0.1:1";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "twin-mcp-"));
  mkdirSync(join(directory, "services"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A definition whose container the test double would make: its health URL is the double's. */
const define = async (agent: RunningAgent, name: string, stage: number): Promise<void> => {
  const { image } = agent.podman.component(name, stage);
  const port = await agent.podman.healthPort();
  writeFileSync(
    join(directory, "services", `${name}.toml`),
    `name = "${name}"\nnode = "rift"\ndata_dir = "/srv/${name}"\n[[components]]\nname = "${name}"\n` +
      `image = "${image}:v1"\nstage = ${stage}\nstage_reason = "A test."\nnetwork = "bridge"\n` +
      `restart = "no"\nports = ["tailnet:53:53/udp", "loopback:${port}:80"]\n`.replace(
        "53:",
        `${4000 + stage}:`,
      ) +
      `health = "http://127.0.0.1:${port}/${name}"\n`,
  );
};

type Nodes = Readonly<Record<string, readonly string[]>>;

const mcp = async (nodes: Nodes, args: readonly string[], masterUrl = NO_MASTER): Promise<ProgramEnd> => {
  const file = join(directory, "mcp.toml");
  const tables = Object.entries(nodes).map(
    ([name, addresses]) => `[[nodes]]\nname = "${name}"\naddresses = ${JSON.stringify(addresses)}\n`,
  );
  writeFileSync(
    file,
    `definitions = "${directory}/services"\n[tls]\nca = "${LOOPBACK_CA_FILE}"\n[master]\nurl = "${masterUrl}"\n` +
      `${tables.join("")}[addresses.rift]\ntailnet = "198.51.100.10"\n`,
  );
  await using program = new RunningProgram("mcp", ["--config", file, ...args], { PATH: "/usr/bin:/bin" });
  return await program.ended;
};

const at = (agent: RunningAgent): string => `127.0.0.1:${agent.port}`;

/** Accepts, and says nothing. */
const silentServer = async (): Promise<TcpServer & AsyncDisposable> => {
  const sockets = new Set<{ destroy(): void }>();
  const server = createTcpServer((socket) => sockets.add(socket.on("error", () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(server, {
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  });
};

describe("mcp ps", () => {
  it("lists every container with its health, and is content when all run", async () => {
    await using agent = await RunningAgent.start();
    for (const [name, stage] of [
      ["mcq", 4],
      ["mcns", 1],
    ] as const)
      await define(agent, name, stage);
    expect(await mcp({ rift: [at(agent)] }, ["deploy", "--direct", "--all"])).toMatchObject({ code: 0 });
    expect(await mcp({ rift: [at(agent)] }, ["ps"])).toEqual({
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
    for (const [index, name] of names.entries()) await define(agent, name, index + 1);
    await mcp({ rift: [at(agent)] }, ["deploy", "--direct", "mcns", "mcr", "mcq"]);
    agent.podman.stops("mcns");
    agent.podman.removes("mcr");
    agent.podman.isIll("mcq", "database: disk I/O error");
    agent.podman.makes("by-hand");
    expect(await mcp({ rift: [at(agent)] }, ["ps"])).toEqual({
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
    await define(agent, "mcns", 1);
    await mcp({ rift: [at(agent)] }, ["deploy", "--direct", "--all"]);
    agent.podman[what]("mcns", "database: disk I/O error");
    expect(await mcp({ rift: [at(agent)] }, ["ps"])).toMatchObject({ code: 1 });
  });

  it("takes a defined container that somebody runs by hand as running", async () => {
    await using agent = await RunningAgent.start();
    await define(agent, "mcns", 1);
    agent.podman.makes("mcns");
    expect(await mcp({ rift: [at(agent)] }, ["ps"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("rift  mcns     mcns       1      running (unregistered)  -\n"),
    });
  });

  it("is 1 when podman on a node says no, in its own words", async () => {
    await using agent = await RunningAgent.start();
    await define(agent, "mcns", 1);
    agent.podman.fails("ps", 'Error: default OCI runtime "crun" not found: invalid argument\n');
    expect(await mcp({ rift: [at(agent)] }, ["ps"])).toEqual({
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
    await define(agent, "mcns", 1);
    const nodes = { rift: [at(agent)], svc: [at(svc)] };
    await mcp(nodes, ["deploy", "--direct", "--all"]);
    expect(await mcp(nodes, ["ps"])).toEqual({
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
    await define(agent, "mcns", 1);
    const nodes = { rift: ["127.0.0.1:1", at(agent)] };
    expect(await mcp(nodes, ["deploy", "--direct", "mcns"])).toMatchObject({ code: 0 });
    expect(await mcp(nodes, ["ps"])).toMatchObject({ code: 0 });
  });

  it("is 1 when definitions name a node that it does not know", async () => {
    await using agent = await RunningAgent.start();
    await define(agent, "mcns", 1);
    expect(await mcp({}, ["ps"])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(
        /^rift +- +- +- +error +definitions name it, and \S+mcp\.toml does not$/m,
      ),
    });
  });
});

describe("mcp node list", () => {
  it("shows the nodes that the master knows", async () => {
    await using agent = await RunningAgent.start();
    await using master = await TestMaster.start([{ name: "orion", address: at(agent) }]);
    expect(await mcp({ rift: ["127.0.0.1:1"] }, ["node", "list"], master.url)).toEqual({
      code: 0,
      stdout: `NAME   ADDRESS${" ".repeat(at(agent).length - 7)}  STATUS\norion  ${at(agent)}  ok\n`,
      stderr: "",
    });
  });

  it("tries its own addresses of a node after the one that the master knows", async () => {
    await using agent = await RunningAgent.start();
    await using master = await TestMaster.start([{ name: "rift", address: "127.0.0.1:1" }]);
    expect(await mcp({ rift: [at(agent)] }, ["node", "list"], master.url)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`rift  ${at(agent)}`),
    });
  });

  it("shows its own nodes while the master does not answer, and says so", async () => {
    await using agent = await RunningAgent.start();
    await using svc = await RunningAgent.start({ withoutPodman: true });
    const { code, stdout, stderr } = await mcp({ rift: [at(agent)], svc: [at(svc)] }, ["node", "list"]);
    expect(code).toBe(0);
    expect(stderr).toBe(
      `mcp: the master at ${NO_MASTER} does not answer: connect 127.0.0.1:1: ECONNREFUSED; these are the nodes of ${directory}/mcp.toml\n`,
    );
    expect(stdout).toContain(`rift  ${at(agent)}`);
    expect(stdout).toContain("ok (podman: executable file not found in $PATH)");
  });

  it("tells why an agent cannot be reached", async () => {
    await using other = await TestMaster.start([], "127.0.0.2");
    await using silent = await silentServer();
    const dumb = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const startedAt = performance.now();
    const { code, stdout } = await mcp(
      {
        nobody: ["127.0.0.1:1", "127.0.0.1:2"],
        dumb: [dumb],
        other: [other.address],
        nameless: ["agent.invalid:9444"],
      },
      ["node", "list"],
    );
    expect(code).toBe(1);
    expect(performance.now() - startedAt).toBeLessThan(6_000);
    const statuses = stdout.split("\n").map((line) => line.replace(/^\S+\s+\S+\s+/, ""));
    expect(statuses.slice(1, 5)).toEqual([
      "error: connect 127.0.0.1:1: ECONNREFUSED; connect 127.0.0.1:2: ECONNREFUSED",
      `error: connect ${dumb}: timeout after 3 s`,
      `error: connect ${other.address}: certificate name: IP: 127.0.0.2 is not in the cert's list: 127.0.0.1`,
      expect.stringMatching(/^error: connect agent\.invalid:9444: agent\.invalid does not resolve/),
    ]);
  });
});

describe("mcp deploy --direct", () => {
  it("sends what the definitions say, with addresses filled in, and prints each event", async () => {
    await using agent = await RunningAgent.start();
    await define(agent, "mcns", 1);
    const { code, stdout } = await mcp({ rift: [at(agent)] }, ["deploy", "mcns", "--direct"]);
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
    await using agent = await RunningAgent.start({ stageDeadlineMs: 300 });
    for (const [index, name] of ["mcns", "mcq"].entries()) await define(agent, name, index + 1);
    agent.podman.isIll("mcns", "port 53 is taken");
    agent.podman.prints("mcns", "starting\nlisten: \u001b[31mEADDRINUSE\n");
    const { code, stdout } = await mcp({ rift: [at(agent)] }, ["deploy", "--direct", "--all"]);
    expect(code).toBe(1);
    expect(stdout.replaceAll(/\d+\.\d+ s/g, "0 s")).toBe(
      "rift: stage 1: mcns: run after 0 s\n" +
        "rift: stage 1: mcns: failed after 0 s: not healthy within 300 ms: 503: port 53 is taken\n" +
        "rift:     | starting\n" +
        "rift:     | listen: \\x1b[31mEADDRINUSE\n" +
        "rift: stopped after 0 s; not started: mcq\n",
    );
  });

  it("is 1 when the agent goes away meanwhile", async () => {
    await using agent = await RunningAgent.start();
    await define(agent, "mcns", 1);
    agent.podman.isIll("mcns", "starting");
    const deploy = mcp({ rift: [at(agent)] }, ["deploy", "--direct", "mcns"]);
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
    await using cutOff = await TestMaster.start([]);
    await define(agent, "mcns", 1);
    expect(await mcp({ rift: [cutOff.address] }, ["deploy", "--direct", "mcns"])).toEqual({
      code: 1,
      stdout: "rift: stage 1: mcns: run after 0.01 s\n",
      stderr: "mcp: rift: error: the answer was cut off; what was begun may go on: see mcp ps\n",
    });
  });

  it("names what there is when something else is asked for", async () => {
    await using agent = await RunningAgent.start();
    await define(agent, "mcns", 1);
    expect(await mcp({ rift: [at(agent)] }, ["deploy", "--direct", "mcx"])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('mcp: there is no service or component "mcx": write one of mcns\n'),
    });
  });
});

describe("mcp agent recover", () => {
  it("brings back what the registry says, on the node that is named", async () => {
    await using agent = await RunningAgent.start();
    await define(agent, "mcns", 1);
    const nodes = { rift: [at(agent)], gone: ["127.0.0.1:1"] };
    await mcp({ rift: [at(agent)] }, ["deploy", "--direct", "--all"]);
    agent.podman.stopAll();
    expect(await mcp(nodes, ["agent", "recover", "--node", "rift"])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("rift: stage 1: mcns: start after "),
    });
    expect(await mcp(nodes, ["agent", "recover"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("rift: stage 1: mcns: already running after "),
      stderr: "mcp: gone: error: connect 127.0.0.1:1: ECONNREFUSED\n",
    });
  });

  it("does nothing on a machine that should run nothing, even without podman", async () => {
    await using svc = await RunningAgent.start({ withoutPodman: true });
    expect(await mcp({ svc: [at(svc)] }, ["agent", "recover"])).toMatchObject({ code: 0 });
  });
});

describe("the command line", () => {
  it.each([
    [[], "mcp: a command is missing"],
    [["pss"], 'mcp: there is no command "pss"'],
    [["node", "lst"], 'mcp: there is no command "node lst"'],
    [["ps", "--wide"], "Unknown option '--wide'"],
    [["ps", "--all"], "mcp ps has no option --all"],
    [["deploy", "mcns"], "mcp deploy: there is no pipeline here, write --direct"],
    [["deploy", "--direct"], "mcp deploy: write names, or --all, and not both"],
    [["deploy", "--direct", "--all", "mcns"], "mcp deploy: write names, or --all, and not both"],
  ])("refuses %j with 64", async (args, message) => {
    const { code, stdout, stderr } = await mcp({}, args);
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toMatch(/\nusage: mcp /);
    expect(stderr.split("\n")[0]).toBe(message);
  });

  it("says in one line what is wrong with the configuration", async () => {
    await using program = new RunningProgram("mcp", ["--config", `${directory}/none.toml`, "ps"]);
    expect(await program.ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^mcp: read configuration: ENOENT[^\n]*\n$/),
    });
  });
});
