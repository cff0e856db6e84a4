import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { loadScenario, scenarioIds } from "#harness/cli/scenario-files.ts";
import { entryFile, readIndex } from "#harness/diagnosis/read-index.ts";
import { problemsOf } from "#harness/scenario/validate.ts";

const runbooks = join(import.meta.dirname, "../../runbooks");
const pages = readdirSync(runbooks).filter((name) => name.endsWith(".md"));
const ids = readdirSync(join(runbooks, "symptoms")).map((name) => basename(name, ".json"));

test("every entry of the index bears its scenario's name, and has a page", () => {
  const scenarios = readIndex(runbooks).map(({ scenario }) => scenario);
  expect(scenarios).toEqual(ids.toSorted());
  expect(scenarios.filter((id) => !pages.includes(`${id}.md`))).toEqual([]);
});

test.each(ids)("the entry of %s has no address of a rig in it", (id) => {
  expect(readFileSync(entryFile(runbooks, id), "utf8")).not.toMatch(
    /\b(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d/,
  );
});

test.each(scenarioIds())("what tells %s apart is in order", async (id) => {
  const scenario = await loadScenario(id);
  expect(problemsOf(scenario)).toEqual([]);
});
