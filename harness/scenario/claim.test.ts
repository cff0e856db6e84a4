import { expect, test } from "vitest";
import { check, machine, procedure, type Scenario, scenario, step } from "../index.ts";
import { asserts, claimsOf, refutes, reproduces, type ShownClaims } from "./claim.ts";
import { claimProblems } from "./claim-problems.ts";
import { loss } from "./loss.ts";
import { problemsOf } from "./validate.ts";

const rift = machine("rift", { addresses: { lan: "192.0.2.10" } });
const alive = check("it is alive", rift.root.sh`true`);
const doIt = step("Do it", { why: "because", run: rift.root.sh`true`, verify: alive });

const showing = (claims: unknown): Scenario =>
  scenario({
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
    procedures: { mend: procedure({ title: "Mend it", summary: "", steps: [doIt] }) },
    checklist: [alive],
    losses: [loss("rows", "rows", rift.root.sh`rows`)],
    claims: claims as readonly ShownClaims[],
  });

const report = claimsOf({
  id: "report",
  name: "REPORT",
  title: "A report",
  claims: { 1: { where: "Causes", text: "It broke." }, 7: { where: "Causes", text: "It is over." } },
});

test("a claim is named by its number, and has the document's id, section and text", () => {
  expect(report(7)).toEqual([{ id: "report-7", document: "REPORT", where: "Causes", text: "It is over." }]);
});

test("a number that the document does not have is refused", () => {
  expect(() => report(2 as 1)).toThrow("REPORT has no claim 2");
});

test("a check, a step, a procedure or a loss shows claims", () => {
  for (const part of [alive, doIt, "it is alive", "mend", "rows"]) {
    expect(problemsOf(showing([reproduces(part, report(1)), asserts(part, report(7))]))).toEqual([]);
  }
});

test.each([
  ["no list", {}, ["claims: is not a list"]],
  ["no claim", [alive], ["claims 1: is not a claim; write reproduces(…), asserts(…) or refutes(…)"]],
  ["an empty list of claims", [asserts(alive, [])], ["claims 1: names no claim"]],
  [
    "a part that the scenario does not have",
    [reproduces("it is dead", report(1))],
    ["claims 1 (report-1): the scenario has no check, step, procedure or loss “it is dead”"],
  ],
  [
    "a refutation without a reason",
    [refutes(alive, report(1), " ")],
    ["claims 1 (report-1): does not say what holds instead"],
  ],
  [
    "one claim twice",
    [reproduces(alive, report(1)), asserts(doIt, report(1))],
    ["claims: report-1 is shown twice; name the part that shows it best"],
  ],
])("a scenario with %s is not valid", (_, claims, problems) => {
  expect(problemsOf(showing(claims))).toEqual(problems);
  expect(claimProblems(showing(claims))).toEqual(problems);
});
