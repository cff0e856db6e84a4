import { entrances } from "../catalogue/entrances.ts";
import type { Incident, Shown } from "../tree/incident.ts";
import { shows } from "../tree/sign.ts";
import type { Branch, SymptomTree } from "../tree/symptom-tree.ts";

const signsOf = (id: string) => entrances.find((one) => one.id === id)?.signs ?? [];

/** Whether a reader who has this incident begins here. */
export const beginsAt = (incident: Incident, { entrance }: Branch): boolean =>
  entrance === undefined
    ? !entrances.some(({ signs }) => shows(incident, signs))
    : shows(incident, entrance.signs);

const sees = (incident: Incident, shown: Shown): boolean =>
  incident.shown.some(
    ({ question, answers }) =>
      question === shown.question && answers.some((answer) => shown.answers.includes(answer)),
  );

/** The ids of the pages at which a reader ends who types the commands in order, by what drills of the incident saw. */
export const walk = (tree: SymptomTree, branch: Branch, incident: Incident): readonly string[] => {
  const lead = branch.leads.find(({ to }) => shows(incident, signsOf(to)));
  if (lead !== undefined) {
    const next = tree.branches.find(({ entrance }) => entrance?.id === lead.to);
    return next === undefined ? [] : walk(tree, next, incident);
  }
  for (const fork of branch.forks) {
    if ("question" in fork) {
      if (fork.incident.id === incident.id) return [incident.id];
      continue;
    }
    const outcome = fork.outcomes.find(({ shown }) => sees(incident, shown));
    if (outcome !== undefined) return outcome.incidents.map(({ id }) => id);
  }
  return [];
};
