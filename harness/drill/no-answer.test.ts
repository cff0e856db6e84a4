import { expect, test } from "vitest";
import { wholeRunbook } from "../../test/golden/fixtures/whole-runbook.ts";
import { check, fails, redWhen } from "../scenario/check.ts";
import { plainEntry } from "../views/plain/plain-lines.ts";
import { follow, newProgress } from "../views/terminal/progress.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { house, isOn, lampScenario } from "./testing/lamp.ts";
import { all } from "./testing/read-drill.ts";

/** The program that asks is gone with the light. */
const rules = [
  {
    match: "measure",
    answer: (_: unknown, { notes }: { readonly notes: ReadonlyMap<string, unknown> }) =>
      notes.get("lamp") === "on"
        ? { stdout: "100\n" }
        : { exitCode: 127, stderr: "sh: measure: not found\n" },
  },
];
const shines = check("the lamp shines", house.root.sh`measure`.printsExactly("100"));
const scenario = lampScenario({ checklist: [isOn, shines] });

test("a check that got no answer is not broken, and the message says what it got", async () => {
  const drill = await drillLamp({ rules, scenario: { ...scenario, breaks: [isOn, shines] } });
  expect(drill.verdict).toBe("not-reproduced");
  expect(all(drill, "failure")[0]).toMatchObject({
    headline: "the fault did not break what it should: the lamp shines",
    facts: {
      got: "the lamp shines: exit 127: sh: measure: not found; that is no answer: the command was not run, or was killed",
    },
  });
});

test("it does not show the incident by its opposite, either", async () => {
  const symptoms = [fails(shines, "the lamp does not shine")];
  const drill = await drillLamp({ rules, scenario: { ...scenario, symptoms } });
  expect(all(drill, "failure")[0]?.headline).toBe("a symptom of the incident did not appear");
});

test("it is unproven, and no view calls it red", async () => {
  const drill = await drillLamp({ rules, scenario });
  expect(drill.verdict).toBe("verified");
  expect(all(drill, "check-unproven").map(({ title }) => title)).toEqual(["the lamp shines"]);
  const events = drill.events.map((event, index) => ({ ...event, atMs: index, sinceMs: index }));
  const said = events.map((event) => plainEntry(event).lines[0] ?? "");
  expect(said.filter((line) => line.includes("lamp shines (") || line.includes("red: the lamp"))).toEqual([
    "seen red: the lamp is on (exit 0: off)",
    "not answered: the lamp shines (exit 127: sh: measure: not found; that is no answer: the command was not run, or was killed)",
    "! unproven, never seen red: the lamp shines",
  ]);
  const progress = newProgress();
  const end = events.findIndex((event) => event.type === "phase-ended" && event.at.phase === "symptoms");
  for (const event of events.slice(0, end)) follow(progress, event);
  expect(progress).toMatchObject({ lookedAt: 2, seenRed: 1 });
  const page = wholeRunbook(scenario, events, { inventory: {} });
  expect(page).toMatch(/^\| the lamp shines \|.*\| no answer: `exit 127` \*\*unproven\*\* \| ✓ \|$/m);
});

test("it is red where the author says that this is the red that is meant", async () => {
  const meant = redWhen(shines, "not found");
  const drill = await drillLamp({
    rules,
    scenario: { ...scenario, checklist: [isOn, meant], breaks: [isOn, meant] },
  });
  expect(drill.verdict).toBe("verified");
  expect(all(drill, "check-unproven")).toEqual([]);
});
