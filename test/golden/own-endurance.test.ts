import { machine, type Scenario, step } from "drillbook";
import { describe, expect, it } from "vitest";
import { planOf } from "#harness/plan/testing/plan-of.ts";
import { Command } from "#harness/probes/command/value.ts";
import { renderScenarioPlan } from "#harness/views/drill-plan.ts";
import { verifiedDrill } from "./fixtures/drills.ts";
import { inventory, uidChange } from "./fixtures/uid-change.ts";
import { wholeRunbook } from "./fixtures/whole-runbook.ts";

const rift = machine("rift", { addresses: { lan: "192.0.2.10" } });

const lasts = step("Reboot, and start nothing", {
  why: "This way alone promises that.",
  run: rift.root.sh`wait-for-boot --lan ${rift.on("lan")}`,
  verify: [],
});

const withOwn: Scenario = {
  ...uidChange,
  procedures: Object.fromEntries(
    Object.entries(uidChange.procedures).map(([id, one]) => [
      id,
      id === "recreate" ? { ...one, endurance: [lasts] } : one,
    ]),
  ),
};

/** From a line that begins like this to the next empty line before a line of the same depth. */
const sectionOf = (text: string, begin: string, next: string): string => {
  const at = text.indexOf(`\n${begin}`);
  expect(at, begin).toBeGreaterThan(0);
  const end = text.indexOf(`\n${next}`, at + 1);
  return text.slice(at, end < 0 ? undefined : end);
};

describe("what one procedure is put through to see that it lasts", () => {
  it("stands in the plan with that procedure, and with no other", () => {
    const plan = renderScenarioPlan(planOf(withOwn));
    expect(sectionOf(plan, "recovery, procedure recreate", "\n")).toContain(
      "\n  lasting, after the checklist:\n  1. Reboot, and start nothing  (within ",
    );
    expect(sectionOf(plan, "recovery, procedure recreate", "\n")).toContain("wait-for-boot --lan 192.0.2.10");
    expect(sectionOf(plan, "recovery, procedure rewrite-paths", "\n")).not.toContain("lasting");
    expect(renderScenarioPlan(planOf(uidChange))).not.toContain("lasting");
  });

  it("stands in the proof, with the real address", () => {
    const proof = wholeRunbook(withOwn, verifiedDrill(), { inventory });
    const parts = proof.split("\n## ").filter((part) => part.startsWith("What the drill did to test"));
    const [recreate = "", ...others] = parts;
    expect(recreate).toContain(
      "What the drill did to test that the recovery lasts: Put the database aside, create every container again\n\nThis is not part of the recovery. The drill did this on disposable machines; do not do it on a platform that has just recovered.\n\n**Reboot, and start nothing**. This way alone promises",
    );
    expect(recreate).toContain("wait-for-boot --lan 192.168.88.181\n");
    expect(recreate.trimEnd()).toMatch(/The checklist held again after that\.$/);
    expect(others).toEqual([]);
  });

  it("sends its reader to no machine, and to no account", () => {
    const vade = machine("vade", { addresses: { lan: "192.0.2.20" }, users: ["monitor"] });
    const watched = step("Watch it for a day", {
      why: "Only the drill does.",
      run: vade.account("monitor").sh`watch-rift`,
      verify: [],
    });
    const rig = { ...uidChange.rig, machines: [...uidChange.rig.machines, vade.spec] };
    const { recreate } = uidChange.procedures;
    if (recreate === undefined) throw new TypeError("the scenario has that procedure");
    const own = { ...uidChange.procedures, recreate: { ...recreate, endurance: [watched] } };
    for (const change of [{ endurance: [watched] }, { procedures: own }]) {
      const page = wholeRunbook({ ...uidChange, rig, ...change }, verifiedDrill(), { inventory });
      const before = page.split("\n### ").find((part) => part.startsWith("Before step 1")) ?? "";
      expect(before).toContain("Log in as root on **rift**. ");
      expect(before).not.toMatch(/vade|monitor/);
    }
  });

  it("does not stand in for what all of them are put through", () => {
    const page = wholeRunbook(withOwn, verifiedDrill(), { inventory });
    const list = page.split("\n## ").find((part) => part.startsWith("The checklist in the drill")) ?? "";
    expect(list).toContain("### What the drill did to test that the recovery lasts");
    expect(list).not.toContain("Reboot, and start nothing");
  });
});

describe("what a command of the endurance printed", () => {
  /** The drill, with this text printed by every command of the endurance. */
  const printing = (text: string) =>
    verifiedDrill().map((event) =>
      event.type === "action-ended" && event.at.phase === "endurance" && event.observation?.kind === "command"
        ? { ...event, observation: { ...event.observation, stdout: `${text}\n` } }
        : event,
    );
  const lookingAt = (scenario: Scenario): Scenario => ({
    ...scenario,
    endurance: scenario.endurance.map((one) => ({
      ...one,
      run: one.run.map((what) => (what instanceof Command ? what.prints(/ms$/m) : what)),
    })),
  });
  const listOf = (scenario: Scenario) =>
    wholeRunbook(scenario, printing("4711 ms"), { inventory })
      .split("\n## ")
      .find((part) => part.startsWith("The checklist in the drill"));

  it("is told where the scenario looks at it, for that is why it was run", () => {
    expect(listOf(lookingAt(uidChange))).toContain("It prints `<n> ms`.");
  });

  it("is not told where nobody looks at it", () => {
    expect(listOf(uidChange)).not.toMatch(/4711 ms|<n> ms/);
  });
});
