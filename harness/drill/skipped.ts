import type { EventBody } from "#harness/journal/events.ts";
import type { MachineKind } from "#harness/scenario/machine-kind.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";

/** What decides whether a procedure is skipped. */
export type Asked = {
  readonly scenario: Scenario;
  readonly procedures: readonly string[];
  readonly kind: MachineKind;
};

/** Why the procedure cannot be carried out on this kind of machine; undefined when it can. */
export const reasonWhyNot = ({ scenario, kind }: Asked, id: string): string | undefined =>
  scenario.procedures[id]?.notOn[kind];

/** The procedures that are not skipped. */
export const carriedOut = (asked: Asked): string[] =>
  asked.procedures.filter((id) => reasonWhyNot(asked, id) === undefined);

/** What the journal says of a procedure that is skipped. */
export const skipEvents = (asked: Asked, id: string): EventBody[] => [
  { type: "procedure-started", procedure: id, title: asked.scenario.procedures[id]?.title ?? "" },
  { type: "procedure-ended", procedure: id, verdict: "skipped", reason: reasonWhyNot(asked, id) ?? "" },
];

/** Why a drill of nothing but skipped procedures is skipped itself; undefined when one can be carried out. */
export const reasonOfAll = (asked: Asked): string | undefined => {
  if (asked.procedures.length === 0 || carriedOut(asked).length > 0) return undefined;
  const [one = "", ...others] = asked.procedures.map((id) => `${id}: ${reasonWhyNot(asked, id)}`);
  return others.length === 0
    ? `this kind of machine cannot carry out the procedure ${one}`
    : `this kind of machine can carry out none of the procedures: ${[one, ...others].join("; ")}`;
};
