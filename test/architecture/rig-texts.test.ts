import { expect, test } from "vitest";
import { rigTextProblems } from "#harness/scenario/platform-problems.ts";
import { profile } from "#twin/metacircular/profile.ts";
import { loadOwnScenario, ownScenarioIds } from "../own-scenarios.ts";

/** How many texts of the rig alone each page still has at most; a page that is not here has none. */
const left: Readonly<Record<string, number>> = { "service-databases-lost": 6 };

test.each(ownScenarioIds())("the page of %s has no text that only its rig has", async (id) => {
  const problems = rigTextProblems(await loadOwnScenario(id), profile);
  expect(problems.length > (left[id] ?? 0) ? problems : []).toEqual([]);
});
