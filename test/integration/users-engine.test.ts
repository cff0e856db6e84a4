import type Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enginePaths } from "#harness/machines/engine/cache-paths.ts";
import { connect } from "#harness/machines/engine/engine.ts";
import { labelsOf } from "#harness/machines/engine/labels.ts";
import { type EngineLease, leaseEngine } from "#harness/machines/engine/lease.ts";
import { thisProcess } from "#harness/machines/engine/process-identity.ts";
import { machineRepository } from "#harness/machines/images/stored-images.ts";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type CommandOptions, type RunningCommand, run, start } from "./support/command.ts";
import { leftBehind, leftInEngine } from "./support/left-behind.ts";
import { type EngineOverTcp, overTcp } from "./support/over-tcp.ts";

/** An engine that runs before the drill, as a user's Docker; DOCKER_HOST names it. */
describe.skipIf(!isRoot)("in an engine of the user's", () => {
  inTurn();
  let engine: EngineLease;
  let docker: Docker;
  let dockerHost: string;

  beforeAll(async () => {
    engine = await leaseEngine(enginePaths(smallCache), () => {});
    dockerHost = `unix://${engine.socket}`;
    docker = await connect(dockerHost);
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    expect(leftBehind(smallCache)).toEqual([]);
  });

  const small = (): CommandOptions => ({ fixture: "small", dockerHost });
  /** As where the rig cannot have networks of its own. */
  const inTheEnginesNetworks = (): CommandOptions => ({ ...small(), env: { DRILLBOOK_NETWORKS: "engine" } });
  const held = (phase: string): CommandOptions => ({
    fixture: "held",
    dockerHost,
    env: { HELD_PHASE: phase },
  });

  /** Foreign objects: a container without our labels, and a rig of a living process. */
  const withOthers = async (subnet: string, work: () => Promise<void>): Promise<void> => {
    const [image] = await docker.listImages({ filters: { reference: [machineRepository] } });
    const labels = labelsOf({ label: "somebody else's drill", rig: "0badcafe", kept: false }, thisProcess());
    const theirs = [{}, labels].map((Labels, index) =>
      docker.createContainer({ name: `theirs-${index}`, Image: image?.RepoTags?.[0] ?? "", Labels }),
    );
    const network = await docker.createNetwork({
      Name: "theirs",
      Internal: true,
      Labels: labels,
      IPAM: { Config: [{ Subnet: subnet }] },
    });
    try {
      await work();
      expect(await leftInEngine(docker)).toEqual(
        expect.arrayContaining([
          "container: /theirs-0 (created)",
          "container: /theirs-1 (created)",
          "network: theirs",
        ]),
      );
      expect(await leftInEngine(docker)).toHaveLength(3);
    } finally {
      for (const container of await Promise.all(theirs)) await container.remove({ force: true });
      await network.remove();
    }
  };

  test("a drill is verified, and the engine is as it was", async () => {
    const drill = await run(["small", "--procedure", "copy"], small());
    expect(drill.code).toBe(0);
    expect(await leftInEngine(docker)).toEqual([]);
  });

  test.each(["fault", "endurance"] as const)("Ctrl-C in %s leaves nothing in it", async (phase) => {
    const command = start(["held"], held(phase));
    await command.journal.reachedPhase(phase);
    command.signalGroup("SIGINT");
    expect((await command.ended()).code).toBe(130);
    expect(command.journal.events().at(-1)).toMatchObject({ type: "drill-ended", verdict: "interrupted" });
    expect(await leftInEngine(docker)).toEqual([]);
  });

  test("after kill -9 the next drill removes what is left, and nothing of anybody else's", async () => {
    await withOthers("203.0.113.0/24", async () => {
      const killed = start(["held"], held("steady"));
      await killed.journal.reachedPhase("steady");
      killed.signalAlone("SIGKILL");
      await killed.ended();
      // The engine keeps running, with the machine.
      expect(await leftInEngine(docker)).toHaveLength(4);
      const next = await run(["small", "--procedure", "copy"], small());
      expect(next.stdout).toContain(
        `removed the machines and networks of "held-write-again" (process ${killed.pid} has ended)`,
      );
      expect(next.code).toBe(0);
    });
  });

  test("so does drill clean", async () => {
    await withOthers("203.0.113.0/24", async () => {
      const killed = start(["held"], held("checklist"));
      await killed.journal.reachedPhase("checklist");
      killed.signalAlone("SIGKILL");
      await killed.ended();
      const clean = await run(["clean"], { dockerHost });
      expect(clean).toMatchObject({
        code: 0,
        stderr: "",
        stdout: `removed the machines and networks of "held-write-again" (process ${killed.pid} has ended)\n`,
      });
    });
  });

  test("a drill takes no notice of a rig in the engine's networks that has the same addresses", async () => {
    await withOthers("192.0.2.0/24", async () => {
      expect((await run(["small", "--procedure", "copy"], small())).code).toBe(0);
    });
  });

  test("in the engine's networks two drills have the same addresses: the second says who has them", async () => {
    await withOthers("192.0.2.0/24", async () => {
      const second = await run(["small", "--procedure", "copy"], inTheEnginesNetworks());
      expect(second.code).toBe(69);
      const failure = second.command.journal.events().find((event) => event.type === "failure");
      expect(failure).toMatchObject({
        code: "host-not-ready",
        headline: "another rig has the same addresses in this container engine",
        facts: {
          claimed: "one drill at a time: the addresses of a rig are fixed",
          got: `process ${process.pid} runs "somebody else's drill"`,
          next: "wait for it to end, or use --engine private",
        },
      });
    });
  });

  test("a machine that is kept stays there until drill clean", async () => {
    const kept = await run(["small", "--procedure", "copy", "--keep"], inTheEnginesNetworks());
    expect(kept.code).toBe(0);
    const shell = await run(["shell"], { dockerHost, stdin: "cat /srv/file\n" });
    expect(shell).toMatchObject({ code: 0, stdout: "one\n", stderr: "" });
    const second = await run(["small", "--procedure", "copy"], inTheEnginesNetworks());
    expect(second).toMatchObject({ code: 69, stdout: expect.stringContaining("which was kept") });
    const clean = await run(["clean"], { dockerHost });
    expect(clean).toMatchObject({ code: 0, stderr: "" });
    expect(await leftInEngine(docker)).toEqual([]);
  });

  describe("over TCP, as in one of another host", () => {
    let remote: EngineOverTcp;
    beforeAll(async () => {
      remote = await overTcp(engine.socket);
    });
    afterAll(() => remote[Symbol.asyncDispose]());

    const small = (): CommandOptions => ({ fixture: "small", dockerHost: remote.dockerHost });
    const heldInRecovery = (): CommandOptions => ({
      fixture: "held",
      dockerHost: remote.dockerHost,
      env: { HELD_PHASE: "recovery" },
    });
    const progressOf = ({ journal }: RunningCommand): string[] =>
      journal.events().flatMap((event) => (event.type === "progress" ? [event.line] : []));

    test("a drill is verified in the engine's networks, and says so once, with the reason", async () => {
      const drill = await run(["small"], small());
      expect(drill.code, drill.stdout).toBe(0);
      const reason = `of Docker .* at ${remote.dockerHost} are not processes of this host`;
      expect(progressOf(drill.command).filter((line) => line.includes("networks"))).toEqual([
        expect.stringMatching(`^networks of the engine, one rig at a time: the machines ${reason}$`),
      ]);
      expect(await leftInEngine(docker)).toEqual([]);
    });

    test("a second drill waits, says why, and begins when the first has ended", async () => {
      const first = start(["held"], heldInRecovery());
      await first.journal.reachedPhase("recovery");
      const second = start(["small", "--procedure", "copy"], small());
      const why = `process ${first.pid} ("held-write-again") has the same addresses`;
      const wait = await second.journal.reached(
        "its wait",
        (event) => event.type === "progress" && event.line.startsWith("waiting for the networks of Docker"),
      );
      expect(wait).toMatchObject({ line: expect.stringContaining(`${remote.dockerHost}: ${why}`) });
      first.signalGroup("SIGINT");
      expect((await first.ended()).code).toBe(130);
      const ended = await second.ended();
      expect(ended.code, ended.stdout).toBe(0);
      const waits = second.journal.events().filter((event) => event.type === "waited");
      expect(waits).toMatchObject([{ for: expect.stringContaining(why) }]);
      expect(await leftInEngine(docker)).toEqual([]);
    });
  });
});
