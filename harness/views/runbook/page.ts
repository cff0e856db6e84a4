import type { RootContent } from "mdast";
import { ScenarioError } from "../../errors.ts";
import { scenarioCommand } from "../../invocation.ts";
import {
  type DrillRecord,
  isRecovery,
  type ProcedureRecord,
  recordOf,
  stepsIn,
} from "../../journal/drill-record.ts";
import type { JournalEvent } from "../../journal/events.ts";
import type { Check } from "../../scenario/check.ts";
import type { EvaluationContext } from "../../scenario/evaluation.ts";
import type { Inventory } from "../../scenario/inventory.ts";
import type { PlatformProfile } from "../../scenario/platform-profile.ts";
import { kindOf } from "../../scenario/rig.ts";
import type { Procedure, Scenario } from "../../scenario/scenario.ts";
import { type Variant, variantIn } from "../../variants/variant.ts";
import { releasesAlone, type Variants } from "../../variants/variants.ts";
import { ranked } from "../recommendation.ts";
import { type RealAddresses, realAddresses } from "./addresses.ts";
import { type SkippedProcedure, skippedProcedures } from "./skipped-procedure.ts";
import { type WrongProcedure, wrongProcedures } from "./wrong-procedure.ts";

/** A procedure with what its drill measured. */
export type Run = {
  readonly id: string;
  readonly procedure: Procedure;
  readonly record: ProcedureRecord;
  readonly recoveryMs: number;
};

/** Parts of a page that a second file has where the page would be too long, the first one first. */
export const movableParts = ["procedures", "reference", "symptoms"] as const;

export type MovablePart = (typeof movableParts)[number];

/** All that the sections of a runbook are made of. */
export type Page = Variant & {
  readonly scenario: Scenario;
  readonly record: DrillRecord;
  /** What this drill and the others of the same command ran on, this one first. */
  readonly variants: readonly Variant[];
  /** What verified, the best first; in the author's order when no losses are measured. */
  readonly runs: readonly [Run, ...Run[]];
  /** Recoveries that cannot be carried out on these machines. */
  readonly skipped: readonly SkippedProcedure[];
  /** Procedures that must fail. */
  readonly wrong: readonly WrongProcedure[];
  readonly addresses: RealAddresses;
  readonly inventory: Inventory;
  readonly platform: PlatformProfile | undefined;
  /** Those that the project has. */
  readonly projectVariants: Variants;
  /** When the drill ended, in milliseconds since 1970. */
  readonly verifiedMs: number;
  /** Of its file, without an ending. */
  readonly name: string;
  /** What stands in the second file, because the page would be too long with it. */
  readonly apart: ReadonlySet<MovablePart>;
  /** Longer commands stand within sentences and cells, because the page would be too long with a block for each. */
  readonly isTight: boolean;
  /** The drills on other machines that the same command ran, however they ended. */
  readonly others: readonly DrillRecord[];
};

/** How the check is read for this page: as on the kind that its machine was of, with the versions in it. */
export const contextOf = (page: Page, { probe }: Check): EvaluationContext => ({
  kind: kindOf(page.scenario.rig, probe.machine, page.kind),
  versions: page.versions,
  resolve: page.addresses.resolve,
});

/** The file beside the page that says how its drill proved it, or a section of it. */
export const proofLink = ({ name }: Page, section = ""): string => `${name}.proof.md${section}`;

/** The heading of a procedure that is not the recommended one. */
export const otherTitle = ({ title }: Procedure): string => `Another procedure: ${title}`;

/** The link to a heading of a part of the page, wherever the part stands. */
export const linkInto = ({ name, apart }: Page, part: MovablePart, title: string): string =>
  `${apart.has(part) ? `${name}.more.md` : ""}${anchorOf(title)}`;

/** The link to a heading of the page itself, from where the procedure stands. */
export const linkFrom = ({ name, apart, runs }: Page, run: Run, anchor: string): string =>
  `${run !== runs[0] && apart.has("procedures") ? `${name}.md` : ""}${anchor}`;

export const recoveryTitle = ({ runs: [{ procedure }] }: Page): string => `Recovery: ${procedure.title}`;

export const recoveryLink = (page: Page): string => anchorOf(recoveryTitle(page));

/** The link to a heading of the same page, as GitHub makes it. */
export const anchorOf = (title: string): string =>
  `#${title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-")}`;

export type Section = (page: Page) => RootContent[];

export type PageOptions = {
  readonly inventory: Inventory;
  /** Of the page's file, without an ending. @default the scenario's id */
  readonly name?: string;
  /** @default the rig's words */
  readonly platform?: PlatformProfile | undefined;
  /** Journals of drills on other kinds of machine, or with other versions. */
  readonly others?: readonly (readonly JournalEvent[])[];
  /** Those that the project has. @default the releases alone */
  readonly projectVariants?: Variants;
};

/** @throws ScenarioError when the drill does not prove the recovery, so that no runbook may be written */
export const pageOf = (scenario: Scenario, events: readonly JournalEvent[], options: PageOptions): Page => {
  const record = recordOf(events);
  const missing = missingProof(scenario, record);
  if (missing !== undefined) {
    throw new ScenarioError(`no runbook can be written: ${missing}`, {
      where: scenario.id,
      next: scenarioCommand([scenario.id]),
    });
  }
  const [first, ...rest] = ranked(record.procedures).map((one) => runOf(scenario, one));
  if (!first) throw new TypeError("a verified drill has a procedure");
  const others = (options.others ?? []).map(recordOf);
  // The commands of another version are not those of this page.
  const alike = others.filter(({ started }) => started.digest === record.started.digest);
  return {
    scenario,
    record,
    ...variantIn(record.started),
    variants: [record, ...others].map(({ started }) => variantIn(started)),
    runs: [first, ...rest],
    skipped: skippedProcedures(scenario, record, alike),
    wrong: wrongProcedures(scenario, record, alike),
    addresses: realAddresses(scenario, [record, ...others], options.inventory, options.platform),
    inventory: options.inventory,
    platform: options.platform,
    projectVariants: options.projectVariants ?? releasesAlone,
    verifiedMs: record.ended?.atMs ?? 0,
    name: options.name ?? scenario.id,
    apart: new Set(),
    isTight: false,
    others,
  };
};

/** Why the drill is not enough for a runbook, in words; undefined when it is. */
export const missingProof = (
  scenario: Scenario,
  { started, procedures, ended }: DrillRecord,
): string | undefined => {
  if (started.scenario !== scenario.id) return `the journal is of ${started.scenario}`;
  if (started.without.length > 0) return `the drill left out ${started.without.join(", ")}`;
  if (ended === undefined) return "the drill did not end";
  if (ended.verdict !== "verified") return `the drill ended ${ended.verdict}`;
  const carriedOut = procedures.filter((one) => one.ended?.verdict !== "skipped");
  if (carriedOut.length === 0) return "no procedure ran";
  const bad = carriedOut.find((one) => one.ended?.verdict !== "verified");
  if (bad) return `the procedure ${bad.id} ended ${bad.ended?.verdict ?? "before its time"}`;
  const unknown = procedures.find((one) => !Object.hasOwn(scenario.procedures, one.id));
  if (unknown) return `the scenario has no procedure ${unknown.id}`;
  const recoveries = carriedOut.filter(isRecovery);
  if (recoveries.length === 0) return "no recovery ran, only what must fail";
  const short = recoveries.find((one) => stepsRun(one) !== scenario.procedures[one.id]?.steps.length);
  return short && `the procedure ${short.id} did not run all its steps`;
};

const stepsRun = (one: ProcedureRecord): number =>
  stepsIn(one, "recovery").filter(({ ok }) => ok === true).length;

const runOf = (scenario: Scenario, record: ProcedureRecord): Run => {
  const procedure = scenario.procedures[record.id];
  if (!procedure) throw new TypeError(`no procedure ${record.id}`);
  return { id: record.id, procedure, record, recoveryMs: record.ended?.recoveryMs ?? 0 };
};
