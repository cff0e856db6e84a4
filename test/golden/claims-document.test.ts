import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { asserts, claimsOf, refutes, reproduces, type SourceDocument } from "#harness/scenario/claim.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { claimsFile, ownClaimsDocument } from "#setup/tasks/build-claims.ts";
import { claimRows, claimsDocument } from "#setup/tasks/claims-document.ts";
import { sourceDocuments } from "../../scenarios/claims/index.ts";
import { fileIsThere, smallScenario } from "../fixtures/small-scenario.ts";

test("docs/claims.md is what `npm run build:claims` writes", async () => {
  expect(readFileSync(claimsFile, "utf8")).toBe(await ownClaimsDocument());
});

test("every test that a document names is there", () => {
  const tests = sourceDocuments.flatMap(({ claims }) =>
    Object.values(claims).flatMap(({ test: file }) => (file === undefined ? [] : [file])),
  );
  for (const file of tests)
    expect(readFileSync(join(repositoryRoot, file), "utf8")).toMatch(/\btest\b|\bit\b/);
});

const report = {
  id: "report",
  name: "REPORT",
  title: "A report",
  claims: {
    1: { where: "Causes", text: "The file goes." },
    2: { where: "Causes", text: "It never comes back." },
    3: { where: "Causes", text: "It has a size." },
    4: { where: "Facts", text: "It is old.", test: "test/golden/golden.ts" },
    5: { where: "Facts", text: "It is blue.", open: "A look at it." },
    6: { where: "Facts", text: "It was fun.", outOfReach: "Drills have none." },
  },
} as const satisfies SourceDocument;
const claim = claimsOf(report);

const shows = (...claims: readonly ReturnType<typeof asserts>[]) => ({
  ...smallScenario("small"),
  claims,
});
const whole = shows(
  reproduces(fileIsThere, claim(1)),
  refutes(fileIsThere, claim(2), "It does."),
  asserts(fileIsThere, claim(3)),
);

test("each claim has a state, and the refuted ones come first", () => {
  expect(claimRows([report], [whole]).map(({ id, state }) => `${id} ${state}`)).toEqual([
    "report-1 reproduced",
    "report-2 refuted",
    "report-3 asserted",
    "report-4 asserted",
    "report-5 open",
    "report-6 out of reach",
  ]);
  const text = claimsDocument([report], [whole]);
  expect(text).toContain(
    "| report-2 | REPORT, Causes | It never comes back. | `small`: the file is there. It does. |",
  );
  expect(text.indexOf("report-2")).toBeLessThan(text.indexOf("report-1"));
});

test.each([
  ["has no state", [], "report-1 has no state"],
  [
    "is shown and listed as open",
    [reproduces(fileIsThere, claim(1, 2, 3)), asserts(fileIsThere, claim(5))],
    "report-5 is shown, and its document still lists why it is not",
  ],
])("a claim that %s is an error", (_, claims, message) => {
  expect(() => claimRows([report], [shows(...claims)])).toThrow(message);
});

test("a claim that one scenario refutes and another shows is an error", () => {
  expect(() => claimRows([report], [whole, shows(reproduces(fileIsThere, claim(2)))])).toThrow(
    "report-2 is refuted by one scenario and shown by another",
  );
});
