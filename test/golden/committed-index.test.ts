import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { loadProject } from "#harness/config/load-project.ts";
import { entryFile, readIndex } from "#harness/diagnosis/read-index.ts";
import { problemsOf } from "#harness/scenario/validate.ts";
import { pageName } from "#harness/variants/variant.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { loadOwnScenario, ownScenarioIds } from "../own-scenarios.ts";

const { variants } = await loadProject(repositoryRoot);
const runbooks = join(import.meta.dirname, "../../runbooks");
const pages = readdirSync(runbooks).filter((name) => name.endsWith(".md") && name !== "README.md");
const ids = readdirSync(join(runbooks, "symptoms")).map((name) => basename(name, ".json"));

test("every entry of the index is a scenario's, and is named like its page", () => {
  const index = readIndex(runbooks);
  const names = index.map((entry) => pageName(entry.scenario, entry.versions));
  expect(names).toEqual(ids.toSorted());
  expect(names.filter((name) => !pages.includes(`${name}.md`))).toEqual([]);
  const all = ownScenarioIds();
  expect(index.map(({ scenario }) => scenario).filter((id) => !all.includes(id))).toEqual([]);
});

test.each(ids)("the entry of %s has no address of a rig in it", (id) => {
  expect(readFileSync(entryFile(runbooks, id), "utf8")).not.toMatch(
    /\b(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d/,
  );
});

test.each(ownScenarioIds())("what tells %s apart is in order", async (id) => {
  const scenario = await loadOwnScenario(id);
  expect(problemsOf(scenario, variants)).toEqual([]);
});
