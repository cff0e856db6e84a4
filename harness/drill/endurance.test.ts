import { describe, expect, test } from "vitest";
import { procedure } from "../scenario/scenario.ts";
import { step } from "../scenario/step.ts";
import { drillLamp, type LampDrill, type LampOptions } from "./testing/drill-lamp.ts";
import { house, isOn, lampScenario, mend } from "./testing/lamp.ts";
import { all, isCleanedUp, phasesOf } from "./testing/read-drill.ts";
import { answersWrong, wrongFrom } from "./testing/wrong-rules.ts";

const storm = step("Wait for a storm", {
  why: "This way alone promises to stand one.",
  run: house.root.sh`storm`,
  verify: isOn,
});

const scenario = lampScenario({
  procedures: {
    switch: procedure({ title: "Use the switch", summary: "It is near.", steps: [mend], endurance: [storm] }),
    candle: procedure({ title: "Light a candle", summary: "No current is needed.", steps: [mend] }),
  },
});

const calm = { match: "storm", answer: {} };
const drillStorm = (rules: LampOptions["rules"] = [], procedures = ["switch"]): Promise<LampDrill> =>
  drillLamp({ scenario, procedures, rules: [...rules, calm] });

const enduredBy = (drill: LampDrill, id: string): (readonly [number | undefined, string])[] =>
  all(drill, "step-ended")
    .filter(({ at }) => at.procedure === id && at.phase === "endurance")
    .map(({ at, title }) => [at.step, title]);

describe("what a procedure is put through to see that it lasts", () => {
  test("comes after what the scenario puts all of them through, and before the checklist's last look", async () => {
    const drill = await drillStorm();
    expect(drill).toMatchObject({ verdict: "verified", exitCode: 0 });
    expect(enduredBy(drill, "switch")).toEqual([
      [1, "Wait for the night"],
      [2, "Wait for a storm"],
    ]);
    const inIt = drill.events.filter((event) => "at" in event && event.at.phase === "endurance");
    expect(inIt[0]).toMatchObject({ type: "phase-started", total: 2 });
    const storms = inIt.findIndex((event) => event.type === "step-ended" && event.title === storm.title);
    const looks = inIt.slice(storms).flatMap((event) => (event.type === "check-ended" ? [event] : []));
    expect(looks.map(({ outcome }) => outcome.title)).toEqual(scenario.checklist.map(({ title }) => title));
  });

  test("is its own: another procedure does without", async () => {
    const drill = await drillStorm([], ["switch", "candle"]);
    expect(enduredBy(drill, "candle")).toEqual([[1, "Wait for the night"]]);
    expect(drill.verdict).toBe("verified");
  });

  test("is done where the scenario puts none of them through anything", async () => {
    const alone = { ...scenario, endurance: [] };
    const drill = await drillLamp({ scenario: alone, rules: [calm] });
    expect(enduredBy(drill, "switch")).toEqual([[1, "Wait for a storm"]]);
  });

  test("fails the drill when a step of it does, and nothing is counted after that", async () => {
    const drill = await drillStorm([answersWrong("storm")]);
    expect(drill).toMatchObject({ verdict: "failed", exitCode: 1 });
    expect(all(drill, "failure")).toMatchObject([
      {
        code: "expectation-failed",
        headline: "Wait for a storm: a command did not do what was expected",
        facts: { where: "lamp › switch › endurance › step 2" },
      },
    ]);
    expect(phasesOf(drill).at(-1)).toBe("endurance");
    await isCleanedUp(drill);
  });

  test("fails the drill when the checklist does not hold after it", async () => {
    // Looked at in steady, symptoms, and the checklist.
    const drill = await drillStorm([wrongFrom("house", 4, { exitCode: 1, stderr: "no\n" })]);
    expect(drill.verdict).toBe("failed");
    expect(all(drill, "failure")[0]?.headline).toBe("endurance: a check does not hold");
    expect(enduredBy(drill, "switch")).toHaveLength(2);
  });

  test("counts for the scenario's digest", async () => {
    const digestOf = async (one: typeof scenario) =>
      all(await drillLamp({ scenario: one, rules: [calm] }), "drill-started")[0]?.digest;
    const { switch: way, ...others } = scenario.procedures;
    const without = { ...scenario, procedures: { switch: { ...way, endurance: [] }, ...others } };
    expect(await digestOf(without as typeof scenario)).not.toBe(await digestOf(scenario));
  });
});
