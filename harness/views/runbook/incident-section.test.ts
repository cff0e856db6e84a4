import { expect, test } from "vitest";
import { DrillEvents } from "../../../test/golden/fixtures/drill-events.ts";
import { inventory, rift, uidChange } from "../../../test/golden/fixtures/uid-change.ts";
import { check } from "../../scenario/check.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { renderRunbook } from "./index.ts";
import { symptomEntry } from "./symptom-entry.ts";

const left = check("rows are left", rift.root.sh`count-rows`.prints(/^[1-9]/));
const blamed = check("another program than `podman` is blamed", rift.root.sh`blame`.prints("crun"));

const pagesOf = (change: Partial<Scenario>) => {
  const scenario: Scenario = { ...uidChange, symptoms: [left, blamed], ...change };
  const drill = new DrillEvents({
    scenario,
    procedures: ["recreate"],
    answers: {
      [left.title]: { symptoms: { stdout: "25\n" } },
      [blamed.title]: { symptoms: { stdout: "crun\n" } },
    },
    times: {},
    kind: "container",
  }).start();
  drill.begin("recreate").recover("recreate").finish("recreate", 4200, { containers: 1 });
  const { events } = drill.end("verified");
  const { symptoms } = symptomEntry(scenario, events, { inventory });
  return { ...renderRunbook(scenario, events, { inventory }), answers: symptoms.map(({ answer }) => answer) };
};

test("a number that only has to be above 0 is shown as a number that differs", () => {
  const { page, short, answers } = pagesOf({});
  expect(answers).toEqual(["(a number above 0)", "crun"]);
  expect(page).toContain("It exits 0 and prints:\n\n```text\n<n>\n```");
  expect(short).toContain("`count-rows` prints `<n>`.");
});

test("a title is a sentence, with its commands", () => {
  expect(pagesOf({}).page).toContain("**2. Another program than `podman` is blamed.**");
});

test("where one symptom is enough, the page and its short form say so", () => {
  expect(pagesOf({}).page).toContain("Both of these must be so. If one is not: [the index](README.md).");
  const { page, short } = pagesOf({ anySymptom: true });
  expect(page).toContain("One of these is enough. If none is so: [the index](README.md).");
  expect(short).toContain("**One of these is enough:**");
});
