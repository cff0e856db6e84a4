import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HostNotReadyError } from "../errors.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { phases } from "../phases/index.ts";
import { check } from "../scenario/check.ts";
import { procedure } from "../scenario/scenario.ts";
import { step } from "../scenario/step.ts";
import { drillLamp, type LampDrill } from "./testing/drill-lamp.ts";
import { house, isOn, lampScenario, mend, turnOn } from "./testing/lamp.ts";
import { all, isCleanedUp, phasesOf } from "./testing/read-drill.ts";
import { answersWrong } from "./testing/wrong-rules.ts";

describe("a drill in which nothing goes wrong", () => {
  test("is verified, phase by phase", async () => {
    const drill = await drillLamp();
    expect(drill).toMatchObject({ verdict: "verified", exitCode: 0 });
    expect(phasesOf(drill)).toEqual(phases.map(({ name }) => name));
    expect(all(drill, "phase-ended").map(({ at, ok }) => [at.phase, ok])).toEqual(
      [...phasesOf(drill), "clean-up"].map((phase) => [phase, true]),
    );
    expect(drill.events[0]).toMatchObject({ type: "drill-started", procedures: ["switch"], without: [] });
    await isCleanedUp(drill);
  });

  test("a check that was never red is called unproven, and no other", async () => {
    const drill = await drillLamp();
    expect(all(drill, "check-unproven")).toEqual([
      { type: "check-unproven", procedure: "switch", title: "the house stands" },
    ]);
  });

  test("a check of the steady state alone is asked, when the fault must break it", async () => {
    const shines = check("the lamp shines", house.root.sh`lamp`.printsExactly("on"));
    const drill = await drillLamp({ scenario: lampScenario({ steady: [isOn, shines], breaks: [shines] }) });
    expect(drill.verdict).toBe("verified");
    const looks = all(drill, "check-ended").filter(
      ({ at, required }) => at.phase === "symptoms" && !required,
    );
    expect(looks.map(({ outcome }) => `${outcome.title}: ${outcome.ok}`).sort()).toEqual([
      "the house stands: true",
      "the lamp is on: false",
      "the lamp shines: false",
    ]);
  });

  test("what was red only while it was starting is unproven, too", async () => {
    const drill = await drillLamp({ rules: [answersWrong("house", 1)] });
    expect(drill.verdict).toBe("verified");
    expect(all(drill, "check-unproven").map(({ title }) => title)).toEqual(["the house stands"]);
  });

  test("every procedure has machines of its own, and the worst verdict counts", async () => {
    const candle = procedure({
      title: "Light a candle",
      summary: "There is none.",
      steps: [
        step("Light a candle", {
          why: "It is dark.",
          run: house.root.sh`candle`,
          verify: isOn,
          within: "1s",
        }),
      ],
    });
    const usual = procedure({ title: "Switch", summary: "It is near.", steps: [mend] });
    const drill = await drillLamp({
      scenario: lampScenario({ procedures: { candle, switch: usual } }),
      procedures: ["candle", "switch"],
      rules: [answersWrong("candle")],
    });
    expect(all(drill, "procedure-ended").map((one) => [one.procedure, one.verdict])).toEqual([
      ["candle", "failed"],
      ["switch", "verified"],
    ]);
    expect(drill).toMatchObject({ verdict: "failed", exitCode: 1 });
    expect(drill.machines).toHaveLength(2);
    await isCleanedUp(drill);
  });
});

test("the journal says why the machines are of their kind, where that was left to the host", async () => {
  const whyKind = expect.stringMatching(/^QEMU, because KVM has not been tried/);
  const startOf = async (...kinds: readonly ("vm" | "qemu")[]) =>
    all(await drillLamp({ on: { kinds, machines: {} } }), "drill-started")[0];
  expect(await startOf("vm")).toMatchObject({ kind: "vm", whyKind });
  expect(await startOf("qemu")).not.toHaveProperty("whyKind");
  const alone = await drillLamp({ on: { kinds: [], machines: { house: "vm" } } });
  expect(all(alone, "drill-started")).toMatchObject([{ kind: "container", whyMachines: whyKind }]);
});

describe("what differs from kind to kind", () => {
  const wrapHost = (host: RigHost): RigHost => ({ ...host, kind: "vm" });
  const by = { container: "on", vm: "glowing", why: "another lamp" } as const;

  test("is read by the machine's own kind: a rig may have machines of several", async () => {
    const glows = check("the lamp glows", house.root.sh`lamp`.prints(by));
    const doIt = step("Turn it on", {
      why: "It is dark.",
      run: turnOn.prints({ container: /^$/, vm: /x/, why: "" }),
      verify: glows,
    });
    const scenario = lampScenario({
      steady: [glows],
      procedures: { switch: procedure({ title: "Turn it on", summary: "", steps: [doIt] }) },
    });
    expect(await drillLamp({ scenario, wrapHost })).toMatchObject({ verdict: "verified" });
  });
});

describe("where a machine runs", () => {
  test("is told of each one, when a rig's machines do not all run in the same place", async () => {
    const facts = { engine: "a shed", imageDigest: "planks" };
    const wrapHost = (host: RigHost): RigHost => ({
      ...host,
      start: async (rig, options) => ({
        ...(await host.start(rig, options)),
        machineFacts: new Map([["house", facts]]),
      }),
    });
    const versions = async (options: Parameters<typeof drillLamp>[0]) =>
      all(await drillLamp(options), "machine-ready")[0]?.versions;
    expect(await versions({ wrapHost })).toMatchObject({ engine: "a shed", image: "planks" });
    expect(await versions({})).toMatchObject({ engine: "scripted", image: "scripted" });
  });
});

describe("a kind of machine that cannot show the incident", () => {
  test("is skipped with its reason; no host is opened", async () => {
    const drill = await drillLamp({
      scenario: lampScenario({ notOn: { container: "nothing is dark there" } }),
      openHost: () => Promise.reject(new Error("opened")),
    });
    expect(drill).toMatchObject({ verdict: "skipped", exitCode: 2 });
    expect(drill.events.slice(1)).toEqual([
      { type: "drill-ended", verdict: "skipped", durationMs: 0, reason: "nothing is dark there" },
    ]);
  });
});

describe("a version of podman", () => {
  const why = "it has no such table";
  const ends = (drill: LampDrill) =>
    all(drill, "procedure-ended").map((one) => [one.procedure, one.verdict, one.reason]);

  test("is in the journal with the release, and whether it was asked for", async () => {
    const [asked, usual] = await Promise.all([drillLamp({ podman: "4.3" }), drillLamp()]);
    expect(all(asked, "drill-started")).toMatchObject([
      { versions: { release: "bookworm", podman: "4.3" }, asked: { podman: "4.3" } },
    ]);
    expect(all(usual, "drill-started")).toMatchObject([
      { versions: { release: "trixie", podman: "5.4" }, asked: {} },
    ]);
  });

  test("that cannot show the incident is skipped with its reason; no other is", async () => {
    const scenario = lampScenario({ notWith: { podman: { "4.3": why } } });
    const openHost = () => Promise.reject(new Error("opened"));
    const skipped = await drillLamp({ scenario, podman: "4.3", openHost });
    expect(skipped).toMatchObject({ verdict: "skipped", exitCode: 2 });
    expect(all(skipped, "drill-ended")).toMatchObject([{ reason: why }]);
    expect(await drillLamp({ scenario, podman: "5.8" })).toMatchObject({ verdict: "verified" });
    expect(await drillLamp({ scenario })).toMatchObject({ verdict: "verified" });
  });

  test("that no machine can have is skipped with the reason of that", async () => {
    const drill = await drillLamp({ podman: "5.8", on: { kinds: ["vm"], machines: {} } });
    expect(all(drill, "drill-ended")).toMatchObject([
      { verdict: "skipped", reason: expect.stringMatching(/^virtual machines have podman 5\.4 alone/) },
    ]);
  });

  test("that a procedure cannot be carried out with skips that one alone", async () => {
    const { switch: usual, candle } = lampScenario().procedures;
    if (!usual || !candle) throw new TypeError("the lamp has two procedures");
    const scenario = lampScenario({
      procedures: { switch: usual, candle: { ...candle, notWith: { podman: { "4.3": why } } } },
    });
    const procedures = ["switch", "candle"];
    expect(ends(await drillLamp({ scenario, procedures, podman: "4.3" }))).toEqual([
      ["switch", "verified", undefined],
      ["candle", "skipped", why],
    ]);
    const alone = await drillLamp({ scenario, procedures: ["candle"], podman: "4.3" });
    expect(all(alone, "drill-ended")).toMatchObject([
      {
        verdict: "skipped",
        reason: `a machine with podman 4.3 cannot carry out the procedure candle: ${why}`,
      },
    ]);
  });
});

describe("a procedure that cannot be carried out on the kind of machine", () => {
  const why = "nobody sells candles there";
  const way = (notOn: Record<string, string>) =>
    procedure({ title: "Light a candle", summary: "It is dark.", steps: [mend], notOn });
  const usual = procedure({ title: "Switch", summary: "It is near.", steps: [mend] });
  const both = lampScenario({ procedures: { switch: usual, candle: way({ container: why }) } });
  const none = lampScenario({
    procedures: { candle: way({ container: why }), lantern: way({ container: "it is empty" }) },
  });
  const ends = (drill: LampDrill) =>
    all(drill, "procedure-ended").map((one) => [one.procedure, one.verdict, one.reason]);

  test("is skipped with its reason, on no machine; the others are drilled", async () => {
    const drill = await drillLamp({ scenario: both, procedures: ["candle", "switch"] });
    expect(drill).toMatchObject({ verdict: "verified", exitCode: 0 });
    expect(ends(drill)).toEqual([
      ["candle", "skipped", why],
      ["switch", "verified", undefined],
    ]);
    expect(all(drill, "procedure-started").map((one) => one.title)).toEqual(["Light a candle", "Switch"]);
    expect(drill.machines).toHaveLength(1);
    await isCleanedUp(drill);
  });

  test("is told with the terms of those that are drilled", async () => {
    const lasts = "until the next draught";
    const drill = await drillLamp({
      scenario: lampScenario({ procedures: { switch: usual, candle: { ...way({}), lasts } } }),
      procedures: ["switch", "candle"],
    });
    expect(all(drill, "procedure-started").map(({ terms }) => terms)).toEqual([undefined, { lasts }]);
  });

  test("makes nothing better: the verdict of the others counts", async () => {
    const options = { scenario: both, procedures: ["switch", "candle"], rules: [answersWrong("night")] };
    expect(await drillLamp(options)).toMatchObject({ verdict: "failed", exitCode: 1 });
  });

  test("keeps no machines for itself", async () => {
    const rig = { states: new Map() };
    const drill = await drillLamp({ scenario: both, procedures: ["switch", "candle"], rig });
    expect(all(drill, "state-saved").map(({ state }) => state)).toEqual(["ready"]);
  });

  test("is not to blame when no host can be opened", async () => {
    const openHost = () => Promise.reject(new HostNotReadyError("there is no QEMU"));
    const drill = await drillLamp({ scenario: both, procedures: ["candle", "switch"], openHost });
    expect(all(drill, "failure").map(({ at }) => at.procedure)).toEqual(["switch"]);
  });

  test("skips the whole drill when no other is asked for; no host is opened", async () => {
    const openHost = () => Promise.reject(new Error("opened"));
    const one = await drillLamp({ scenario: both, procedures: ["candle"], openHost });
    expect(one).toMatchObject({ verdict: "skipped", exitCode: 2 });
    expect(one.events.map(({ type }) => type)).toEqual([
      ...["drill-started", "procedure-started", "procedure-ended", "drill-ended"],
    ]);
    expect(one.events.at(-1)).toMatchObject({
      reason: `this kind of machine cannot carry out the procedure candle: ${why}`,
    });
    const two = await drillLamp({ scenario: none, procedures: ["candle", "lantern"], openHost });
    expect(two).toMatchObject({ verdict: "skipped", exitCode: 2 });
    expect(two.events.at(-1)).toMatchObject({
      reason: `this kind of machine can carry out none of the procedures: candle: ${why}; lantern: it is empty`,
    });
  });

  test("counts for the scenario's digest, kind and reason", async () => {
    const digestWith = async (notOn: Record<string, string>) => {
      const scenario = lampScenario({ procedures: { switch: usual, candle: way(notOn) } });
      return all(await drillLamp({ scenario }), "drill-started")[0]?.digest;
    };
    const digests = await Promise.all([{}, { vm: why }, { vm: "other" }, { container: why }].map(digestWith));
    expect(new Set(digests).size).toBe(4);
  });
});

describe("what passes in the networks", () => {
  test("is in the report, a folder for each procedure, and told once the machines are gone", async () => {
    const drill = await drillLamp({ capture: true, procedures: ["switch", "candle"] });
    const files = ["switch", "candle"].map((id) => join(drill.reportDir, "capture", id, "lan.pcap"));
    expect(all(drill, "captured").flatMap((event) => event.files)).toEqual(files);
    for (const file of files) expect(existsSync(file)).toBe(true);
    const types = drill.events.map(({ type }) => type);
    expect(types[types.indexOf("captured") - 1]).toBe("phase-ended");
  });

  test("is nothing where the kind of machine captures none, and leaves no empty folder", async () => {
    const wrapHost = (host: RigHost): RigHost => ({
      ...host,
      start: (rig, { captureDir: _, ...options }) => host.start(rig, options),
    });
    const drill = await drillLamp({ capture: true, wrapHost });
    expect(all(drill, "captured")).toEqual([{ type: "captured", procedure: "switch", files: [] }]);
    expect(existsSync(join(drill.reportDir, "capture"))).toBe(false);
  });

  test("is not looked at unless somebody asks", async () => {
    const drill = await drillLamp();
    expect(all(drill, "captured")).toEqual([]);
    expect(existsSync(join(drill.reportDir, "capture"))).toBe(false);
  });
});
