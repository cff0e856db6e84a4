import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { agentConfig, RunningAgent } from "../testing/run-agent.ts";
import { RunningProgram } from "../testing/run-program.ts";
import type { AgentEvent } from "./events.ts";
import { mcpAgent } from "./program.ts";

const SAY_NO = 'Error: default OCI runtime "crun" not found: invalid argument\n';

const words = (events: readonly AgentEvent[]): readonly string[] =>
  events.map((event) => ("component" in event ? `${event.event} ${event.component}` : event.event));

const deployAll = (agent: RunningAgent): Promise<readonly AgentEvent[]> =>
  agent.events("/v1/deploy", {
    components: [
      agent.podman.component("mcq", 4),
      agent.podman.component("mcns", 1),
      agent.podman.component("mcr-api", 2),
      agent.podman.component("mc-proxy", 2),
    ],
  });

describe("a deploy", () => {
  it("starts stage after stage, each healthy before the next begins, and records what runs", async () => {
    await using agent = await RunningAgent.start();
    const goOn = agent.podman.holds("run-mcns");
    const deployed = deployAll(agent);
    await agent.podman.called("run -d --name mcns");
    expect(agent.podman.calls()).toEqual(["run -d --name mcns registry:8443/mcns"]);
    goOn();
    const events = words(await deployed);
    const at = (word: string) => events.indexOf(word);
    expect(at("started mcns")).toBe(0);
    expect(at("healthy mcns")).toBe(1);
    for (const name of ["mcr-api", "mc-proxy"]) {
      expect(at(`started ${name}`)).toBeGreaterThan(at("healthy mcns"));
      expect(at(`healthy ${name}`)).toBeLessThan(at("started mcq"));
    }
    expect(events.slice(-2)).toEqual(["healthy mcq", "end"]);
    expect((await agent.get("/v1/registry")).body).toEqual({
      node: "rift",
      components: [
        agent.podman.component("mcns", 1),
        expect.objectContaining({ stage: 2 }),
        expect.objectContaining({ stage: 2 }),
        agent.podman.component("mcq", 4),
      ],
    });
  });

  it("starts the components of a stage at the same time", async () => {
    await using agent = await RunningAgent.start();
    const both = ["mcr-api", "mc-proxy"];
    const goOn = both.map((name) => agent.podman.holds(`run-${name}`));
    const deployed = deployAll(agent);
    // Neither goes on before the other has begun.
    for (const name of both) await agent.podman.called(`run -d --name ${name}`);
    for (const release of goOn) release();
    expect((await deployed).at(-1)).toMatchObject({ event: "end", ok: true });
  });

  it("replaces a container of the same name", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.podman.calls();
    await agent.events("/v1/deploy", { components: [agent.podman.component("mcns", 1)] });
    expect(agent.podman.calls()).toEqual(["rm --force mcns", "run -d --name mcns registry:8443/mcns"]);
  });

  it("replaces what only podman's storage still has", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.podman.hidesAll();
    agent.podman.calls();
    const events = await agent.events("/v1/deploy", { components: [agent.podman.component("mcns", 1)] });
    expect(events.at(-1)).toMatchObject({ ok: true });
    expect(agent.podman.calls()).toEqual([
      "run -d --name mcns registry:8443/mcns",
      "rm --force mcns",
      "run -d --name mcns registry:8443/mcns",
    ]);
  });

  it("empties the mount point that keeps a killed container from being removed", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    const mountPoint = "/srv/mcp/.local/share/containers/storage/overlay/1a2b/merged";
    const words = `time="…" level=warning msg="Unmounting container \\"mcns\\": replacing mount point \\"${mountPoint}\\": directory not empty"\n`;
    agent.podman.fails("rm-mcns", words);
    agent.podman.calls();
    const events = await agent.events("/v1/deploy", { components: [agent.podman.component("mcns", 1)] });
    expect(events.at(-1)).toMatchObject({ ok: true });
    expect(agent.podman.calls()).toEqual([
      "rm --force mcns",
      `unshare find ${mountPoint} -xdev -mindepth 1 -delete`,
      "rm --force mcns",
      "run -d --name mcns registry:8443/mcns",
    ]);
  });

  it("stops at a stage that does not get healthy, with the reason and the last lines of the log", async () => {
    await using agent = await RunningAgent.start({ stageDeadlineMs: 60_000 });
    agent.podman.whenAsked("mcr-api", () => agent.passes(60_000));
    agent.podman.isIll("mcr-api", "cannot resolve mcias.metacircular.net: ENOTFOUND");
    agent.podman.prints("mcr-api", Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join(""));
    const events = await deployAll(agent);
    const failed = events.find(({ event }) => event === "failed");
    expect(failed).toMatchObject({
      component: "mcr-api",
      stage: 2,
      reason: "not healthy within 60000 ms: 503: cannot resolve mcias.metacircular.net: ENOTFOUND",
    });
    expect(failed?.event === "failed" && failed.log).toEqual(
      Array.from({ length: 20 }, (_, index) => `line ${index + 11}`),
    );
    expect(events.at(-1)).toMatchObject({ event: "end", ok: false, notStarted: ["mcq"] });
    expect(agent.podman.calls().filter((call) => call.includes("mcq"))).toEqual([]);
  });

  it("tells podman's own words, and registers nothing that did not run", async () => {
    await using agent = await RunningAgent.start();
    agent.podman.fails("run-mcns", SAY_NO);
    const events = await deployAll(agent);
    expect(events[0]).toMatchObject({
      event: "failed",
      reason: `podman run: exit 125: ${SAY_NO.trim()}`,
    });
    expect((await agent.get("/v1/registry")).body).toEqual({ node: "rift", components: [] });
  });

  it("ends a podman that takes longer than the stage may", async () => {
    await using agent = await RunningAgent.start({ stageDeadlineMs: 300 });
    agent.podman.takes("run-mcns", 5);
    const events = await deployAll(agent);
    expect(events[0]).toMatchObject({
      event: "failed",
      reason: expect.stringMatching(/^podman run: took longer than \d+ ms/),
    });
  });

  it("is refused while another one is under way", async () => {
    await using agent = await RunningAgent.start();
    const goOn = agent.podman.holds("run-mcns");
    const first = deployAll(agent);
    await agent.podman.called("run -d --name mcns");
    const refused = await agent.post("/v1/recover", "");
    expect(refused).toEqual({
      status: 409,
      body: { error: expect.stringMatching(/^a deploy that began at .* is under way$/) },
    });
    goOn();
    expect((await first).at(-1)).toMatchObject({ ok: true });
    expect((await agent.events("/v1/recover")).at(-1)).toMatchObject({ ok: true });
  });

  it.each([
    ["", "the body is not a JSON object"],
    ["{", "the body is not a JSON object"],
    ["{}", "body: components is not a list of components; send at least one"],
    ['{"components":[7]}', "component 1: is not a table; write it as [name] or { key = value }"],
    ['{"components":[{"name":"../x"}]}', 'component 1: name is "../x"; write small letters, digits, dashes'],
  ])("is refused with 400 for %j", async (body, error) => {
    await using agent = await RunningAgent.start();
    expect(await agent.post("/v1/deploy", body)).toEqual({ status: 400, body: { error } });
    expect(agent.podman.calls()).toEqual([]);
  });
});

describe("a recovery", () => {
  it("starts what exists, in the order of the stages", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.podman.stopAll();
    agent.podman.calls();
    const events = await agent.events("/v1/recover");
    expect(events.at(-1)).toMatchObject({ ok: true, notStarted: [] });
    const calls = agent.podman.calls();
    expect(calls.toSorted()).toEqual(["start mc-proxy", "start mcns", "start mcq", "start mcr-api"]);
    expect([calls[0], calls[3]]).toEqual(["start mcns", "start mcq"]);
  });

  it("makes everything anew when podman has lost it, from the registry alone", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.podman.loseAll();
    await agent.restart();
    agent.podman.calls();
    expect((await agent.events("/v1/recover")).at(-1)).toMatchObject({ ok: true });
    expect(agent.podman.calls().slice(0, 2)).toEqual([
      "rm --force mcns",
      "run -d --name mcns registry:8443/mcns",
    ]);
    const { body } = await agent.get("/v1/containers");
    expect(body).toMatchObject({ containers: Array(4).fill({ state: "running", health: "healthy" }) });
  });

  it("makes anew what does not start", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.podman.stopAll();
    agent.podman.fails("start-mcns", "Error: unable to start container: /run/user/995: no such directory\n");
    agent.podman.calls();
    expect((await agent.events("/v1/recover"))[0]).toMatchObject({ event: "started", action: "run" });
    expect(agent.podman.calls().slice(0, 3)).toEqual([
      "start mcns",
      "rm --force mcns",
      "run -d --name mcns registry:8443/mcns",
    ]);
  });

  it("leaves what runs alone, and waits for its health", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.podman.isIll("mcns", "database: disk I/O error");
    agent.podman.whenAsked("mcns", () => agent.passes(60_000));
    agent.podman.calls();
    const events = await agent.events("/v1/recover");
    expect(words(events)).toEqual(["started mcns", "failed mcns", "end"]);
    expect(events[0]).toMatchObject({ action: "already running" });
    expect(agent.podman.calls()).toEqual(["logs --tail 20 mcns"]);
  });

  it("says why it cannot even begin", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.podman.fails("ps", SAY_NO);
    expect(await agent.post("/v1/recover", "")).toEqual({
      status: 500,
      body: { error: `podman ps: exit 125: ${SAY_NO.trim()}` },
    });
    agent.podman.fails("ps", undefined);
    expect((await agent.events("/v1/recover")).at(-1)).toMatchObject({ ok: true });
  });
});

describe("the list of containers", () => {
  it("joins the registry with what podman says", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.podman.isIll("mcq", "database file was replaced: /srv/mcq/mcq.db");
    agent.podman.removes("mc-proxy");
    agent.podman.stops("mcr-api");
    agent.podman.makes("by-hand");
    const { body } = await agent.get("/v1/containers");
    const rows = (body as { containers: Record<string, unknown>[] }).containers;
    const row = (name: string) => rows.find((item) => item["name"] === name);
    expect(row("mcns")).toMatchObject({ state: "running", health: "healthy", stage: 1, service: "mcns" });
    expect(row("mcq")).toMatchObject({
      state: "running",
      health: "503: database file was replaced: /srv/mcq/mcq.db",
    });
    expect(row("mc-proxy")).toMatchObject({ state: "missing", podmanState: null, health: null });
    expect(row("mcr-api")).toMatchObject({ state: "exited", podmanStatus: "Exited (0) 292 years ago" });
    expect(row("by-hand")).toMatchObject({ state: "unregistered", service: null, podmanState: "running" });
  });

  it("is an error in podman's own words when podman cannot tell", async () => {
    await using agent = await RunningAgent.start();
    agent.podman.fails("ps", SAY_NO);
    expect(await agent.get("/v1/containers")).toEqual({
      status: 500,
      body: { error: `podman ps: exit 125: ${SAY_NO.trim()}` },
    });
  });

  it("is empty on a machine without podman, which is noted and no error", async () => {
    await using agent = await RunningAgent.start({ withoutPodman: true });
    const note = "podman: executable file not found in $PATH";
    expect(await agent.get("/v1/containers")).toEqual({
      status: 200,
      body: { node: "rift", containers: [], note },
    });
    expect(await agent.get("/v1/health")).toMatchObject({ status: 200, body: { status: "ok", note } });
  });
});

describe("the agent", () => {
  it("tells its health, its machine and podman's version", async () => {
    await using agent = await RunningAgent.start();
    expect(await agent.get("/v1/health")).toMatchObject({
      status: 200,
      body: { status: "ok", node: "rift", podman: "5.4.2" },
    });
    expect((await agent.get("/v1/nothing")).status).toBe(404);
    expect((await agent.post("/v1/health", "")).status).toBe(404);
  });

  it("is ill when its registry is gone", async () => {
    await using agent = await RunningAgent.start();
    rmSync(join(agent.directory, "registry.db"));
    expect(await agent.get("/v1/health")).toMatchObject({
      status: 503,
      body: { status: "error", reason: expect.stringContaining("registry.db") },
    });
  });

  it("ends with one line when its registry is no database", async () => {
    const directory = mkdtempSync(join(tmpdir(), "twin-agent-"));
    writeFileSync(join(directory, "registry.db"), "x".repeat(10_000));
    writeFileSync(join(directory, "mcp-agent.toml"), agentConfig(directory));
    await using agent = new RunningProgram(mcpAgent, ["server", "--config", `${directory}/mcp-agent.toml`]);
    expect(await agent.ended).toMatchObject({
      code: 1,
      stderr: `open database: file is not a database: ${directory}/registry.db\n`,
    });
    rmSync(directory, { recursive: true });
  });

  it("names a row of the registry that it cannot read", async () => {
    await using agent = await RunningAgent.start();
    await deployAll(agent);
    agent.sql("update components set definition = '{}' where name = 'mcq'");
    expect(await agent.get("/v1/containers")).toEqual({
      status: 500,
      body: { error: 'registry: mcq: name is missing; add name = "mcns"' },
    });
  });
});
