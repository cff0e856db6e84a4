import { expect, test } from "vitest";
import type { ScriptedRule } from "../../test/scripted/rig-host.ts";
import { check } from "../scenario/check.ts";
import { procedure } from "../scenario/scenario.ts";
import { step } from "../scenario/step.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { house, lampScenario, mend } from "./testing/lamp.ts";
import { all } from "./testing/read-drill.ts";
import { TestClock } from "./testing/test-clock.ts";

/** A drill whose step has ten seconds and takes thirty, or as long as said, on a host that is this much slower than an idle one. */
const drillOn = async (slowdownFactor: number, tookMs = 30_000) => {
  const clock = new TestClock();
  clock.slowdownFactor = slowdownFactor;
  const takesLong: ScriptedRule = {
    match: "whoami",
    answer: () => {
      clock.pass(tookMs);
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
    rules: [takesLong, answersLate],
  });
  const { executed = [] } = drill.machines[0] ?? {};
  const limit = executed.find(({ script }) => script.includes("whoami"))?.timeoutMs;
  const looks = executed.filter(({ script }) => script.includes("answer")).map(({ timeoutMs }) => timeoutMs);
  const [ended] = all(drill, "drill-ended");
  return {
    verdict: drill.verdict,
    limit,
    failures: all(drill, "failure").length,
    slowdown: ended?.slowdown,
    looks,
  };
};

test("a step is not late because its host is busy", async () => {
  expect(await drillOn(6)).toMatchObject({ verdict: "verified", limit: 60_000, failures: 0, slowdown: 6 });
});

test("a step that is late on an idle host has failed", async () => {
  expect(await drillOn(1)).toMatchObject({
    ...{ verdict: "failed", limit: 10_000, failures: 1, slowdown: undefined },
  });
});

test("the one look that is left at a deadline has the time that a busy host needs for it", async () => {
  expect((await drillOn(1, 10_000)).looks.at(-1)).toBe(100);
  expect((await drillOn(6, 60_000)).looks.at(-1)).toBe(600);
});
