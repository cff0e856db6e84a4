import { expect, test } from "vitest";
import { rigTextProblems } from "#harness/scenario/platform-problems.ts";
import { profile } from "#twin/metacircular/profile.ts";
import { loadOwnScenario, ownScenarioIds } from "../own-scenarios.ts";

test.each(ownScenarioIds())("the page of %s has no text that only its rig has", async (id) => {
  expect(rigTextProblems(await loadOwnScenario(id), profile)).toEqual([]);
});
