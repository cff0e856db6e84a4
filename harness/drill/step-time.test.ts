import { describe, expect, test, vi } from "vitest";
import type { ScriptedRule } from "../../test/scripted/rig-host.ts";
import { check } from "../scenario/check.ts";
import { procedure } from "../scenario/scenario.ts";
import { step } from "../scenario/step.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { house, lampScenario } from "./testing/lamp.ts";
import { all } from "./testing/read-drill.ts";
import { TestClock } from "./testing/test-clock.ts";
import { answersWrong } from "./testing/wrong-rules.ts";

describe("a step's time", () => {
  test("is for its commands and its verification together", async () => {
    const clock = new TestClock();
    const takes4s: ScriptedRule = {
      match: "whoami",
      answer: () => {
        clock.pass(4000);
        return {};
      },
    };
    const slow = step("Ask twice", {
      why: "Politeness.",
      run: [house.root.sh`whoami`, house.root.sh`whoami`],
      verify: check("the house answers", house.root.sh`answer`),
      within: "10s",
    });
    const drill = await drillLamp({
      clock,
      scenario: lampScenario({
        preconditions: [],
        procedures: { switch: procedure({ title: "Ask", summary: "Kindly.", steps: [slow] }) },
      }),
      rules: [takes4s, answersWrong("answer")],
    });
    const limits = drill.machines[0]?.executed.filter(({ script }) => /whoami|answer/.test(script));
    expect(limits?.slice(0, 3).map(({ timeoutMs }) => timeoutMs)).toEqual([10_000, 6000, 2000]);
    expect(all(drill, "failure")).toMatchObject([
      { facts: { waited: expect.stringMatching(/^2\.0 s, \d+ tries$/) } },
    ]);
  });

  test("is over even when the machine never says so", async () => {
    vi.useFakeTimers();
    try {
      const drill = drillLamp({ rules: [{ match: "night", answer: () => new Promise(() => {}) }] });
      // 30 s, and 3 more in which the machine itself should have given up.
      await vi.advanceTimersByTimeAsync(33_000);
      const { verdict, events } = await drill;
      expect(verdict).toBe("unknown");
      expect(events.find(({ type }) => type === "failure")).toMatchObject({
        headline: "`night` did not end",
        facts: { where: "lamp › switch › endurance › step 1", waited: "30 s" },
      });
    } finally {
      vi.useRealTimers();
    }
  });
});
