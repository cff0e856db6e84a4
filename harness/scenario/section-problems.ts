import type { Scenario } from "./scenario.ts";
import { duplicates, empty } from "./step-problems.ts";
import { stepsOf } from "./walk.ts";

/** Saved machines skip the set-up, so a section cannot come from there. */
const sources = (scenario: Scenario): readonly unknown[] =>
  stepsOf({ ...scenario, rig: { ...scenario.rig, setup: [] } }).flatMap(({ value }) => value.run);

/** What is wrong with the sections that commands print, one sentence each. */
export const sectionProblems = (scenario: Scenario): string[] => {
  const { sections = [] } = scenario;
  const run = sources(scenario);
  return [
    ...duplicates(sections.map(({ title }) => title)).map((title) => `sections: two are named "${title}"`),
    ...sections.flatMap(({ title, from }, index) => [
      ...(typeof title !== "string" || empty(title) ? [`section ${index + 1}: has no title`] : []),
      ...(run.includes(from)
        ? []
        : [
            `section ${index + 1} (${title}): no step of the fault, a procedure or the endurance runs its command; put the same value there`,
          ]),
    ]),
  ];
};
