import { describe, expect, test } from "vitest";
import { recordOf } from "../journal/drill-record.ts";
import type { JournalEvent } from "../journal/events.ts";
import { procedure } from "../scenario/scenario.ts";
import { type Step, step } from "../scenario/step.ts";
import { renderSummary } from "../views/summary.ts";
import { drillLamp, type LampDrill, type LampOptions } from "./testing/drill-lamp.ts";
import { house, isOff, isOn, lampScenario, mend } from "./testing/lamp.ts";
import { all, isCleanedUp, phasesOf } from "./testing/read-drill.ts";
import { answersWrong, dies, wrongFrom } from "./testing/wrong-rules.ts";

const look = step("Look at it", { why: "It is dark.", run: house.root.sh`night`, verify: isOff });
const shake = step("Shake it", {
  why: "That helped once.",
  run: house.root.sh`shake`,
  verify: isOn,
  within: "5s",
});
const because = "shaking mends no lamp";

const scenarioOf = (
  at: Step | string,
  steps: readonly Step[] = [look, shake],
  endurance: readonly Step[] = [],
) =>
  lampScenario({
    procedures: {
      switch: procedure({ title: "Use the switch", summary: "It is near.", steps: [mend] }),
      shake: procedure({
        title: "Shake the lamp",
        summary: "Quick.",
        steps,
        endurance,
        mustFail: { at, because },
      }),
    },
  });

/** Shaking does nothing. */
const still = { match: "shake", answer: {} };
const works = {
  match: "shake",
  answer: (_: unknown, state: { notes: Map<string, unknown> }) => {
    state.notes.set("lamp", "on");
    return {};
  },
};

const drillShake = (options: LampOptions): Promise<LampDrill> =>
  drillLamp({
    procedures: ["shake"],
    ...options,
    scenario: options.scenario ?? scenarioOf(shake),
    rules: [...(options.rules ?? []), still],
  });

const recorded = ({ events }: LampDrill) =>
  recordOf(events.map((event, index): JournalEvent => ({ ...event, atMs: index, sinceMs: index })));

describe("a procedure that must fail", () => {
  test.each([
    { where: "a step, named by itself", scenario: scenarioOf(shake), at: { phase: "recovery", step: 2 } },
    {
      where: "a step, named by its title",
      scenario: scenarioOf("Shake it"),
      at: { phase: "recovery", step: 2 },
    },
    {
      where: "the checklist",
      scenario: scenarioOf("checklist", [look]),
      at: { phase: "checklist" },
    },
    {
      where: "a step of the endurance",
      scenario: scenarioOf("endurance", [mend], [shake]),
      rules: [answersWrong("shake")],
      at: { phase: "endurance" },
    },
    {
      where: "the losses",
      scenario: scenarioOf("losses", [mend]),
      rules: [wrongFrom("books", 2, { stdout: "atlas\n" })],
      at: { phase: "losses" },
    },
  ])("and fails at $where is verified, and no recovery", async ({ scenario, rules = [], at }) => {
    const drill = await drillShake({ scenario, rules });
    expect(drill).toMatchObject({ verdict: "verified", exitCode: 0 });
    expect(all(drill, "failure")).toMatchObject([
      { expected: true, code: "expectation-failed", at: { procedure: "shake", ...at } },
    ]);
    const mustFail = { ...at, because };
    expect(all(drill, "procedure-started")).toMatchObject([{ mustFail }]);
    expect(all(drill, "procedure-ended")).toMatchObject([{ verdict: "verified", mustFail }]);
    expect(all(drill, "procedure-ended")[0]).not.toHaveProperty("recoveryMs");
    expect(all(drill, "loss-measured")).toHaveLength(1);
    const [record] = recorded(drill).procedures;
    expect(record?.failures).toEqual([]);
    expect(record?.expectedFailure).toMatchObject({ at });
    await isCleanedUp(drill);
  });

  test("is measured where it failed: what it lost counts, and is not held against it", async () => {
    const rules = [wrongFrom("books", 2, { stdout: "atlas\n" })];
    const drill = await drillShake({ rules });
    expect(drill.verdict).toBe("verified");
    expect(phasesOf(drill).slice(-2)).toEqual(["recovery", "losses"]);
    expect(all(drill, "loss-measured")).toMatchObject([
      { judged: false, loss: { title: "books", before: 2, kept: 1, lost: 1, examples: ["dictionary"] } },
    ]);
    expect(all(drill, "phase-ended")).toContainEqual(
      expect.objectContaining({ at: { procedure: "shake", phase: "losses" }, ok: true }),
    );
  });

  test("what cannot be counted any more after it is lost, with what was said", async () => {
    const drill = await drillShake({ rules: [wrongFrom("books", 2, { exitCode: 1, stderr: "burnt\n" })] });
    expect(drill.verdict).toBe("verified");
    expect(all(drill, "loss-measured")).toMatchObject([
      { loss: { before: 2, kept: 0, lost: 2, uncounted: "exit 1: burnt" } },
    ]);
  });

  test("does not make a recovery beside it unknown, and is not compared with it", async () => {
    const drill = await drillShake({ procedures: ["shake", "switch"] });
    expect(drill.verdict).toBe("verified");
    const lines = renderSummary(recorded(drill)).join("\n");
    expect(lines).toContain("switch");
    expect(lines).not.toContain("shake");
  });

  test.each([
    {
      name: "at another step",
      options: { rules: [wrongFrom("night", 1, { exitCode: 1, stderr: "no\n" })] },
      says: "the procedure shake must fail at step 2 (Shake it), and failed at step 1 (Look at it): Look at it: a command did not do what was expected",
    },
    {
      name: "in another phase",
      options: { scenario: scenarioOf("Look at it", [look]) },
      says: "the procedure shake must fail at step 1 (Look at it), and failed at the checklist: checklist: a check does not hold",
    },
    {
      name: "before its first step",
      options: { rules: [answersWrong("whoami")] },
      says: "the procedure shake must fail at step 2 (Shake it), and failed at the recovery: recovery: a check does not hold",
    },
  ])("and fails $name is failed", async ({ options, says }) => {
    const drill = await drillShake(options);
    expect(drill).toMatchObject({ verdict: "failed", exitCode: 1 });
    expect(all(drill, "failure")).toMatchObject([{ headline: says }]);
    expect(all(drill, "failure")[0]).not.toHaveProperty("expected");
    expect(all(drill, "loss-measured")).toEqual([]);
    await isCleanedUp(drill);
  });

  test.each(["Shake it", "checklist", "endurance", "losses"])(
    "at %s, and succeeds, is failed, and says so",
    async (at) => {
      const drill = await drillShake({ scenario: scenarioOf(at), rules: [works] });
      expect(drill).toMatchObject({ verdict: "failed", exitCode: 1 });
      const where = { "Shake it": "step 2 (Shake it)", losses: "the count of losses" }[at] ?? `the ${at}`;
      expect(all(drill, "failure")).toMatchObject([
        {
          headline: `the procedure shake must fail at ${where}, and succeeded`,
          facts: { claimed: because, next: expect.stringMatching(/^remove mustFail/) },
        },
      ]);
      expect(all(drill, "procedure-ended")[0]).not.toHaveProperty("recoveryMs");
    },
  );

  test.each([
    { name: "at the step", rules: [dies("shake")] },
    { name: "while the losses are counted", rules: [wrongFrom("books", 2, dies("books").answer)] },
  ])("and whose machine fails $name is unknown", async ({ rules }) => {
    const drill = await drillShake({ rules });
    expect(drill).toMatchObject({ verdict: "unknown", exitCode: 2 });
    expect(all(drill, "failure").at(-1)).toMatchObject({ code: "machine-failed" });
    expect(all(drill, "failure").at(-1)).not.toHaveProperty("expected");
  });

  test("without the fault is not reproduced, like any other", async () => {
    const drill = await drillShake({ without: { fault: true, steps: [] } });
    expect(drill.verdict).toBe("not-reproduced");
  });

  test("says so when it is skipped, too", async () => {
    const { procedures, ...rest } = scenarioOf(shake);
    const { shake: one } = procedures;
    if (one === undefined) throw new TypeError("the scenario has that procedure");
    const scenario = {
      ...rest,
      procedures: { ...procedures, shake: { ...one, notOn: { container: "no" } } },
    };
    const drill = await drillShake({ scenario, procedures: ["switch", "shake"] });
    expect(all(drill, "procedure-ended").at(-1)).toMatchObject({
      verdict: "skipped",
      mustFail: { phase: "recovery", step: 2 },
    });
  });
});
