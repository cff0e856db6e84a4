import { expect, test } from "vitest";
import { ScenarioError } from "../errors.ts";
import { check } from "./check.ts";
import { loss } from "./loss.ts";
import { machine } from "./machine.ts";
import { placeOfFailure } from "./must-fail.ts";
import { type ProcedureFields, procedure, type Scenario, scenario } from "./scenario.ts";
import { step } from "./step.ts";
import { problemsOf } from "./validate.ts";

const rift = machine("rift", { addresses: { lan: "192.0.2.10" } });
const alive = check("it is alive", rift.root.sh`true`);
const doIt = step("Do it", { why: "because", run: rift.root.sh`true`, verify: alive });
const harm = step("Harm it", { why: "because", run: rift.root.sh`harm`, verify: alive });
const other = step("Elsewhere", { why: "because", run: rift.root.sh`true`, verify: alive });
const mend = procedure({ title: "Mend it", summary: "", steps: [doIt] });

const wrong = (fields: Partial<ProcedureFields>) =>
  procedure({ title: "Harm it", summary: "", steps: [doIt, harm], ...fields });

const problems = (fields: Partial<ProcedureFields>, parts: Partial<Scenario> = {}): string[] =>
  problemsOf({
    ...scenario({
      id: "some-incident",
      title: "Something broke",
      source: "a test",
      summary: "It broke.",
      rig: {
        networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
        machines: [rift.spec],
        setup: [],
        samples: [],
      },
      steady: [alive],
      fault: [doIt],
      symptoms: [alive],
      procedures: { mend, harm: wrong(fields) },
      checklist: [alive],
    }),
    ...parts,
  });

const because = "it is harmed then";
const rows = loss("rows", "rows", rift.root.sh`rows`);

test("a procedure may fail at a step of its own, at its title, or at what comes after the steps", () => {
  for (const at of [harm, "Harm it"]) {
    expect(problems({ mustFail: { at, because } })).toEqual([]);
    expect(placeOfFailure(wrong({ mustFail: { at, because } }))).toEqual({ phase: "recovery", step: 2 });
  }
  expect(problems({ mustFail: { at: "checklist", because } })).toEqual([]);
  expect(problems({ mustFail: { at: "endurance", because } }, { endurance: [doIt] })).toEqual([]);
  expect(problems({ mustFail: { at: "endurance", because }, endurance: [doIt] })).toEqual([]);
  expect(problems({ mustFail: { at: "losses", because } }, { losses: [rows] })).toEqual([]);
  expect(placeOfFailure(mend)).toBeUndefined();
});

test.each([
  [
    "a step that is not its own",
    { mustFail: { at: other, because } },
    {},
    'procedure harm › mustFail › at: "Elsewhere" is no step of this procedure (it has "Do it", "Harm it"); write one of them, or checklist, endurance, losses',
  ],
  [
    "a phase that comes before the recovery",
    { mustFail: { at: "symptoms", because } },
    {},
    'procedure harm › mustFail › at: "symptoms" is no step of this procedure (it has "Do it", "Harm it"); write one of them, or checklist, endurance, losses',
  ],
  [
    "nothing",
    { mustFail: { at: undefined as unknown as string, because } },
    {},
    'procedure harm › mustFail › at: what it names is no step of this procedure (it has "Do it", "Harm it"); write one of them, or checklist, endurance, losses',
  ],
  [
    "an endurance that there is not",
    { mustFail: { at: "endurance", because } },
    {},
    "procedure harm › mustFail › at: neither the scenario nor the procedure has an endurance to fail in",
  ],
  [
    "losses that nobody counts",
    { mustFail: { at: "losses", because } },
    {},
    "procedure harm › mustFail › at: the scenario counts no losses, so nothing can fail there",
  ],
  [
    "a word that is a step, too",
    {
      mustFail: { at: "checklist", because },
      steps: [step("checklist", { why: "b", run: rift.root.sh`true`, verify: alive })],
    },
    {},
    'procedure harm › mustFail › at: "checklist" is a phase and a step of this procedure; give the step another title',
  ],
  [
    "losses that it declares",
    { mustFail: { at: harm, because }, loses: { rows: "they burn" } },
    { losses: [rows] },
    "procedure harm › mustFail: a procedure that must fail declares no losses, because they are measured; remove `loses`",
  ],
  [
    "no reason",
    { mustFail: { at: harm, because: " " } },
    {},
    "procedure harm › mustFail › because: is not a sentence; say why it fails there",
  ],
  [
    "a place alone",
    { mustFail: "checklist" as unknown as { at: string; because: string } },
    {},
    'procedure harm › mustFail: is not a place and a reason; write { at: "checklist", because: "…" }',
  ],
] as const)("a procedure that must fail is refused with %s", (_, fields, parts, problem) => {
  expect(problems(fields, parts)).toEqual([problem]);
});

test("a scenario all of whose procedures must fail has no way to recover", () => {
  const harmful = wrong({ mustFail: { at: harm, because } });
  expect(problems({}, { procedures: { harm: harmful } })).toEqual([
    "procedures: all of them must fail, so no procedure recovers",
  ]);
});

test("a field of mustFail that there is not is told at once", () => {
  const mustFail = { at: harm, because, why: "x" };
  expect(() => wrong({ mustFail })).toThrow(ScenarioError);
  expect(() => wrong({ mustFail })).toThrow('mustFail of the procedure "Harm it" has no field "why"');
});
