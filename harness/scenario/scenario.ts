import { type Versions, versionsOf } from "../variants/versions.ts";
import type { Check } from "./check.ts";
import type { ShownClaims } from "./claim.ts";
import { assertKnownFields } from "./known-fields.ts";
import type { Loss } from "./loss.ts";
import type { MachineKind } from "./machine-kind.ts";
import type { MustFail } from "./must-fail.ts";
import type { PrintedSection } from "./printed-section.ts";
import type { Reference } from "./reference.ts";
import type { Rig } from "./rig.ts";
import type { Step } from "./step.ts";
import type { TellsApart } from "./tells-apart.ts";
import { type Terms, termNames } from "./terms.ts";
import { type TextLike, text } from "./text.ts";

/** A named way to recover. */
export type Procedure = Terms & {
  readonly title: string;
  /** What it does, and when one would choose it. */
  readonly summary: string;
  readonly steps: readonly Step[];
  /** What it needs beside the tools of its commands, such as a copy; checked before its first step, with the preconditions. */
  readonly requires?: readonly Check[];
  /** What it is expected to cost, by loss id, each with the reason; anything else lost fails the drill. */
  readonly loses: Readonly<Record<string, string>>;
  /** What shows that this way lasts, done after the scenario's own endurance; the checklist is asserted again after it. */
  readonly endurance: readonly Step[];
  /** Kinds of machine that it cannot be carried out on, each with the reason; a drill on them skips it. */
  readonly notOn: Readonly<Partial<Record<MachineKind, string>>>;
  /** Versions that it cannot be carried out with, each with the reason; a drill with them skips it. */
  readonly notWith?: ByVersion<string>;
  /** It is no recovery: the drill shows that it fails there. The page warns of it under "Do not". */
  readonly mustFail?: MustFail;
};

/** One incident: how it comes about, how it shows, how it is recovered, and how one knows that it is over. */
export type Scenario = {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly rig: Rig;
  readonly steady: readonly Check[];
  readonly fault: readonly Step[];
  /** Checks of the steady state or the checklist that the fault must turn red. */
  readonly breaks: readonly Check[];
  /** The incident's fingerprint; every one must appear. */
  readonly symptoms: readonly Check[];
  /** What must hold before a recovery is begun, checked right before its first step. */
  readonly preconditions: readonly Check[];
  readonly procedures: Readonly<Record<string, Procedure>>;
  readonly checklist: readonly Check[];
  /** What shows that the recovery lasts, done after the checklist is green; the checklist is asserted again after it. */
  readonly endurance: readonly Step[];
  readonly losses: readonly Loss[];
  /** What an operator must not do, one sentence each. */
  readonly never: readonly string[];
  /** Stands in the runbook before the procedures, in this order. */
  readonly reference: readonly Reference[];
  /** Sections of the page that commands of the drill print; they stand after the procedures. */
  readonly sections?: readonly PrintedSection[];
  /** Why no other drill may run beside it, such as a duration that is asserted; absent where others may. */
  readonly alone?: string;
  /** Kinds of machine that cannot show the incident, each with the reason; a drill on them is skipped. */
  readonly notOn: Readonly<Partial<Record<MachineKind, string>>>;
  /** Each symptom alone is enough, because the incident breaks several parts, each in its way. @default both of the first two */
  readonly anySymptom?: true;
  /** What tells it from incidents that show alike; absent where there are none. */
  readonly tellsApart?: readonly TellsApart[];
  /** Claims of source documents, and which part of the scenario shows each; absent where it shows none. */
  readonly claims?: readonly ShownClaims[];
  /** Versions that cannot show the incident, each with the reason; a drill with them is skipped. */
  readonly notWith?: ByVersion<string>;
  /** Parts that are others with a version, in place of those above; its page has a name of its own. */
  readonly with?: ByVersion<OwnParts>;
};

/** By dimension, such as a package, and version: `{ podman: { "4.3": … } }`. */
export type ByVersion<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** What may be different with a version. */
export type OwnParts = Partial<
  Pick<
    Scenario,
    | "fault"
    | "symptoms"
    | "procedures"
    | "checklist"
    | "endurance"
    | "never"
    | "reference"
    | "tellsApart"
    | "sections"
  >
>;

const inVersions = <Value>(by: ByVersion<Value> = {}, versions: Versions): (readonly [string, Value])[] =>
  Object.entries(by).flatMap(([name, values]) => {
    const value = values[versions[name] ?? ""];
    return value === undefined ? [] : [[name, value] as const];
  });

/** The scenario as it is with these versions. */
export const scenarioWith = ({ with: own, ...usual }: Scenario, versions: Versions): Scenario =>
  Object.assign({}, usual, ...inVersions(own, versions).map(([, parts]) => parts));

/** Of these versions, those with which the scenario has parts of its own. */
export const ownVersions = ({ with: own }: Scenario, versions: Versions): Versions =>
  versionsOf(
    versions,
    inVersions(own, versions).map(([name]) => name),
  );

/** The first of these versions with which it cannot be, and why; undefined when it can be with all. */
export const excludedWith = (
  { notWith }: Pick<Procedure, "notWith">,
  versions: Versions,
): { readonly dimension: string; readonly reason: string } | undefined => {
  const [first] = inVersions(notWith, versions);
  return first && { dimension: first[0], reason: first[1] };
};

/** What an author writes: parts that a scenario can do without may be left out. */
export type ScenarioFields = Omit<Scenario, OptionalPart | "reference"> &
  Partial<Pick<Scenario, OptionalPart>> & {
    readonly reference?: readonly { readonly title: string; readonly text: TextLike }[];
  };

type OptionalPart = "tags" | "breaks" | "preconditions" | "endurance" | "losses" | "never" | "notOn";

/** A scenario is a value: nothing runs, and nothing is checked before an interpreter asks for it. */
export const scenario = ({ reference = [], ...fields }: ScenarioFields): Scenario => ({
  tags: [],
  breaks: [],
  preconditions: [],
  endurance: [],
  losses: [],
  never: [],
  notOn: {},
  ...fields,
  // What is no list is left to validation, which names its place.
  reference: Array.isArray(reference)
    ? reference.map((one) => ({ ...one, text: text(one.text) }))
    : (reference as readonly Reference[]),
});

type OptionalPartOfProcedure = "loses" | "endurance" | "notOn";

export type ProcedureFields = Omit<Procedure, OptionalPartOfProcedure | "mustFail"> &
  Partial<Pick<Procedure, OptionalPartOfProcedure>> & {
    /** `at`: one of the steps, or its title; "checklist", "endurance" or "losses" for what comes after them. */
    readonly mustFail?: { readonly at: Step | string; readonly because: string };
  };

const procedureFields = [
  ...["title", "summary", "steps", "requires", "loses", "endurance"],
  ...["notOn", "notWith", "mustFail"],
  ...termNames,
];

/** @throws ScenarioError for a field that a procedure does not have */
export const procedure = ({ mustFail, ...fields }: ProcedureFields): Procedure => {
  const what = `the procedure "${fields.title}"`;
  assertKnownFields(what, fields, procedureFields);
  const usual = { loses: {}, endurance: [], notOn: {}, ...fields };
  if (typeof mustFail !== "object" || mustFail === null) {
    // What is no object is left to validation, which names its place.
    return mustFail === undefined ? usual : { ...usual, mustFail };
  }
  assertKnownFields(`mustFail of ${what}`, mustFail, ["at", "because"]);
  const { at, because } = mustFail;
  return { ...usual, mustFail: { at: typeof at === "string" ? at : at?.title, because } };
};
