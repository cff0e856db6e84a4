import { expect, test } from "vitest";
import type { ScriptedRule } from "../../test/scripted/rig-host.ts";
import { check } from "../scenario/check.ts";
import { procedure } from "../scenario/scenario.ts";
import { step } from "../scenario/step.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { house, lampScenario, mend } from "./testing/lamp.ts";
import { all } from "./testing/read-drill.ts";
import { TestClock } from "./testing/test-clock.ts";

/** A drill whose step has ten seconds and takes thirty, on a host that is this much slower than an idle one. */
const drillOn = async (slowdownFactor: number) => {
  const clock = new TestClock();
  clock.slowdownFactor = slowdownFactor;
  const takes30s: ScriptedRule = {
    match: "whoami",
    answer: () => {
      clock.pass(30_000);
      return {};
    },
  };
  const slow = step("Ask", {
    why: "Politeness.",
    run: house.root.sh`whoami`,
    verify: check("the house answers", house.root.sh`answer`),
    within: "10s",
  });
  let asked = 0;
  // Red for the fault, then for the first look after the step.
  const answersLate: ScriptedRule = {
    match: "answer",
    answer: () => ({ exitCode: ++asked < 3 ? 1 : 0 }),
  };
  const drill = await drillLamp({
    clock,
    scenario: lampScenario({
      preconditions: [],
      procedures: { switch: procedure({ title: "Ask", summary: "Kindly.", steps: [slow, mend] }) },
    }),
    rules: [takes30s, answersLate],
  });
  const limit = drill.machines[0]?.executed.find(({ script }) => script.includes("whoami"))?.timeoutMs;
  const [ended] = all(drill, "drill-ended");
  return {
    verdict: drill.verdict,
    limit,
    failures: all(drill, "failure").length,
    slowdown: ended?.slowdown,
  };
};

test("a step is not late because its host is busy", async () => {
  expect(await drillOn(6)).toEqual({ verdict: "verified", limit: 60_000, failures: 0, slowdown: 6 });
});

test("a step that is late on an idle host has failed", async () => {
  expect(await drillOn(1)).toEqual({ verdict: "failed", limit: 10_000, failures: 1, slowdown: undefined });
});
