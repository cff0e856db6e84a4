import { expect, test } from "vitest";
import { house, isOn, lampScenario, mend } from "../drill/testing/lamp.ts";
import { procedure } from "./scenario.ts";
import { step } from "./step.ts";
import { problemsOf } from "./validate.ts";

const bill = house.root.sh`print bill`;
const printBill = step("Print the bill", { why: "Light costs.", run: bill, verify: isOn });
const section = { title: "What it costs", from: bill };
const way = (steps = [mend], endurance = [printBill]) => ({
  switch: procedure({ title: "Use the switch", summary: "It is near.", steps, endurance }),
});

test("a section that a step's command prints is fine, wherever the step stands", () => {
  expect(problemsOf(lampScenario({ procedures: way(), sections: [section] }))).toEqual([]);
  expect(problemsOf(lampScenario({ endurance: [printBill], sections: [section] }))).toEqual([]);
});

test("a section whose command no step runs is refused", () => {
  const notRun =
    "section 1 (What it costs): no step of the fault, a procedure or the endurance runs its command; put the same value there";
  expect(problemsOf(lampScenario({ sections: [section] }))).toEqual([notRun]);
  // Another command of the same text is another value: the section would be the first one's, and nobody printed it.
  const alike = { title: section.title, from: house.root.sh`print bill` };
  expect(problemsOf(lampScenario({ procedures: way(), sections: [alike] }))).toEqual([notRun]);
  // Saved machines skip the set-up.
  const { rig } = lampScenario();
  expect(
    problemsOf(lampScenario({ rig: { ...rig, setup: [...rig.setup, printBill] }, sections: [section] })),
  ).toEqual([notRun]);
});

test("sections have titles of their own, and are a list", () => {
  const twice = [section, section];
  expect(problemsOf(lampScenario({ procedures: way(), sections: twice }))).toEqual([
    'sections: two are named "What it costs"',
  ]);
  expect(problemsOf(lampScenario({ procedures: way(), sections: [{ ...section, title: " " }] }))).toEqual([
    "section 1: has no title",
  ]);
  expect(problemsOf({ ...lampScenario(), sections: section as never })).toEqual(["sections: is not a list"]);
});
