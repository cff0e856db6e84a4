import { describe, expect, test } from "vitest";
import { procedure } from "../scenario/scenario.ts";
import { step } from "../scenario/step.ts";
import { drillLamp, type LampDrill } from "./testing/drill-lamp.ts";
import { house, isOn, lampScenario, mend, turnOn } from "./testing/lamp.ts";
import { all } from "./testing/read-drill.ts";

describe("what is left out on purpose", () => {
  const executed = ({ machines }: LampDrill, script: string): number =>
    machines.flatMap((machine) => machine.executed).filter((request) => request.script === script).length;

  test("the fault: its steps do not run, and the incident is not reproduced", async () => {
    const drill = await drillLamp({ without: { fault: true, steps: [] } });
    expect(drill).toMatchObject({ verdict: "not-reproduced", exitCode: 2 });
    expect(executed(drill, "turn off")).toBe(0);
    expect(drill.events[0]).toMatchObject({ without: ["the fault"] });
  });

  test("the fault: its phase is told as left out, not as gone through", async () => {
    const drill = await drillLamp({ without: { fault: true, steps: [] } });
    const events = drill.events.filter((event) => "at" in event && event.at.phase === "fault");
    expect(events).toMatchObject([
      { type: "phase-started", total: 0, how: "left-out" },
      { type: "phase-ended", how: "left-out" },
    ]);
  });

  test("what to do next leaves the same out", async () => {
    const drill = await drillLamp({ without: { fault: false, steps: [1] } });
    expect(all(drill, "failure")[0]?.facts["next"]).toBe(
      "npm run drill lamp -- --procedure switch --without 1 --keep, then npm run drill shell house",
    );
  });

  test("a step of the recovery: the drill fails without it", async () => {
    const drill = await drillLamp({ without: { fault: false, steps: [1] } });
    expect(drill).toMatchObject({ verdict: "failed", exitCode: 1 });
    expect(executed(drill, "turn on")).toBe(1);
    expect(all(drill, "step-started").some(({ at }) => at.phase === "recovery")).toBe(false);
    expect(drill.events[0]).toMatchObject({ without: ["recovery step 1"] });
  });

  test("numbers of steps count from 1, and stay when one is left out", async () => {
    const two = procedure({
      title: "Two steps",
      summary: "One would do.",
      steps: [
        step("Ask", { why: "Politeness.", run: house.root.sh`whoami`, verify: [] }),
        step("Turn it on", { why: "It is dark.", run: turnOn, verify: isOn }),
      ].map((one) => ({ ...one, verify: one.verify.length > 0 ? one.verify : [mend.verify[0] ?? isOn] })),
    });
    const drill = await drillLamp({
      scenario: lampScenario({ procedures: { switch: two } }),
      without: { fault: false, steps: [1] },
    });
    const steps = all(drill, "step-started").filter(({ at }) => at.phase === "recovery");
    expect(steps).toMatchObject([{ at: { step: 2 }, title: "Turn it on" }]);
    expect(drill.verdict).toBe("verified");
  });
});
