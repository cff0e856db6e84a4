import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RigHost } from "#harness/machines/rig-host.ts";
import { check } from "#harness/scenario/check.ts";
import { procedure } from "#harness/scenario/scenario.ts";
import { step } from "#harness/scenario/step.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { house, isOn, lampScenario, mend, turnOn } from "./testing/lamp.ts";
import { all, isCleanedUp, phasesOf } from "./testing/read-drill.ts";
import { answersWrong } from "./testing/wrong-rules.ts";

describe("a drill in which nothing goes wrong", () => {
  test("is verified, phase by phase", async () => {
    const drill = await drillLamp();
    expect(drill).toMatchObject({ verdict: "verified", exitCode: 0 });
    expect(phasesOf(drill)).toEqual([
      ...["prepare", "steady", "fault", "symptoms", "recovery", "checklist", "endurance", "losses"],
    ]);
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

describe("what differs from kind to kind", () => {
  const wrapHost = (host: RigHost): RigHost => ({ ...host, kind: "vm" });
  const by = { scripted: "on", vm: "glowing", why: "another lamp" } as const;

  test("is read by the machine's own kind: a rig may have machines of several", async () => {
    const glows = check("the lamp is on", house.root.sh`lamp`.prints(by));
    const doIt = step("Turn it on", {
      why: "It is dark.",
      run: turnOn.prints({ scripted: /^$/, vm: /x/, why: "" }),
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
      scenario: lampScenario({ notOn: { scripted: "nothing is dark there" } }),
      openHost: () => Promise.reject(new Error("opened")),
    });
    expect(drill).toMatchObject({ verdict: "skipped", exitCode: 2 });
    expect(drill.events.slice(1)).toEqual([
      { type: "drill-ended", verdict: "skipped", durationMs: 0, reason: "nothing is dark there" },
    ]);
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
