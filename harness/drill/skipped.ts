import type { EventBody } from "../journal/events.ts";
import type { MachineKind } from "../scenario/machine-kind.ts";
import { type PodmanVersion, usualPodman } from "../scenario/podman-version.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { mustFailField } from "./fail-as-said.ts";

/** What decides whether a procedure is skipped. */
export type Asked = {
  readonly scenario: Scenario;
  readonly procedures: readonly string[];
  readonly kind: MachineKind;
  /** That was asked for. @default "5.4" */
  readonly podman?: PodmanVersion | undefined;
  /** Why machines of this kind with this podman cannot be had at all. */
  readonly impossible?: string | undefined;
};

type Excluding = Partial<Pick<Scenario, "notOn" | "notWith">>;

const excludedBy = ({ notOn, notWith }: Excluding, { kind, podman }: Pick<Asked, "kind" | "podman">) =>
  notOn?.[kind] ?? notWith?.[podman ?? usualPodman];

/** Why the incident cannot be drilled on such machines; undefined when it can. */
export const skipReasonOfDrill = (asked: Asked): string | undefined =>
  excludedBy(asked.scenario, asked) ?? asked.impossible;

/** Why the procedure cannot be carried out on such machines; undefined when it can. */
export const skipReasonOfProcedure = (asked: Asked, id: string): string | undefined =>
  excludedBy(asked.scenario.procedures[id] ?? {}, asked);

/** The procedures that are not skipped. */
export const carriedOut = (asked: Asked): string[] =>
  asked.procedures.filter((id) => skipReasonOfProcedure(asked, id) === undefined);

/** What the journal says of a procedure that is skipped. */
export const skipEvents = (asked: Asked, id: string): EventBody[] => {
  const expected = mustFailField(asked.scenario.procedures[id]);
  const title = asked.scenario.procedures[id]?.title ?? "";
  const reason = skipReasonOfProcedure(asked, id) ?? "";
  return [
    { type: "procedure-started", procedure: id, title, ...expected },
    { type: "procedure-ended", procedure: id, verdict: "skipped", ...expected, reason },
  ];
};

/** Why a drill of nothing but skipped procedures is skipped itself; undefined when one can be carried out. */
export const skipReasonOfProcedures = (asked: Asked): string | undefined => {
  if (asked.procedures.length === 0 || carriedOut(asked).length > 0) return undefined;
  const [one = "", ...others] = asked.procedures.map((id) => `${id}: ${skipReasonOfProcedure(asked, id)}`);
  const kind = asked.podman === undefined ? "this kind of machine" : `a machine with podman ${asked.podman}`;
  return others.length === 0
    ? `${kind} cannot carry out the procedure ${one}`
    : `${kind} can carry out none of the procedures: ${[one, ...others].join("; ")}`;
};
