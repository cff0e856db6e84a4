import type { RootContent } from "mdast";
import { ScenarioError } from "#harness/errors.ts";
import { type DrillRecord, type ProcedureRecord, recordOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import type { Check } from "#harness/scenario/check.ts";
import type { EvaluationContext } from "#harness/scenario/evaluate.ts";
import type { MachineKind } from "#harness/scenario/machine-kind.ts";
import { kindOf } from "#harness/scenario/rig.ts";
import type { Procedure, Scenario } from "#harness/scenario/scenario.ts";
import { lostItems } from "../loss-words.ts";
import { type Inventory, type RealAddresses, realAddresses } from "./addresses.ts";

/** A procedure with what its drill measured. */
export type Run = {
  readonly id: string;
  readonly procedure: Procedure;
  readonly record: ProcedureRecord;
  readonly recoveryMs: number;
  /** Items lost in all. */
  readonly lost: number;
};

/** All that the sections of a runbook are made of. */
export type Page = {
  readonly scenario: Scenario;
  readonly record: DrillRecord;
  readonly kind: MachineKind;
  /** Fewest losses first, then the shortest time; in the author's order when no losses are measured. */
  readonly runs: readonly [Run, ...Run[]];
  readonly addresses: RealAddresses;
  readonly inventory: Inventory;
  /** When the drill ended, in milliseconds since 1970. */
  readonly verifiedMs: number;
  readonly journalFile: string | undefined;
  /** The drills on other kinds of machine that the same command ran, however they ended. */
  readonly others: readonly DrillRecord[];
};

/** How the check is read for this page: as on the kind that its machine was of. */
export const contextOf = ({ scenario, kind, addresses }: Page, { probe }: Check): EvaluationContext => ({
  kind: kindOf(scenario.rig, probe.machine, kind),
  resolve: addresses.resolve,
});

export type Section = (page: Page) => RootContent[];

export type PageOptions = {
  readonly inventory: Inventory;
  readonly journalFile?: string;
  /** Journals of drills on other kinds of machine. */
  readonly others?: readonly (readonly JournalEvent[])[];
};

/** @throws ScenarioError when the drill does not prove the recovery, so that no runbook may be written */
export const pageOf = (scenario: Scenario, events: readonly JournalEvent[], options: PageOptions): Page => {
  const record = recordOf(events);
  const missing = missingProof(scenario, record);
  if (missing !== undefined) {
    throw new ScenarioError(`no runbook may be written: ${missing}`, {
      where: scenario.id,
      next: `npm run drill ${scenario.id}`,
    });
  }
  const runs = record.procedures.map((one) => runOf(scenario, one));
  // Without measured losses nobody knows which way costs less: the author's order stands.
  const [first, ...others] = scenario.losses.length === 0 ? runs : runs.sort(byLossThenTime);
  if (!first) throw new TypeError("a verified drill has a procedure");
  return {
    scenario,
    record,
    kind: record.started.kind,
    runs: [first, ...others],
    addresses: realAddresses(scenario, record, options.inventory),
    inventory: options.inventory,
    verifiedMs: record.ended?.atMs ?? 0,
    journalFile: options.journalFile,
    others: (options.others ?? []).map(recordOf),
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
  if (procedures.length === 0) return "no procedure ran";
  const bad = procedures.find((one) => one.ended?.verdict !== "verified");
  if (bad) return `the procedure ${bad.id} ended ${bad.ended?.verdict ?? "before its time"}`;
  const unknown = procedures.find((one) => !Object.hasOwn(scenario.procedures, one.id));
  if (unknown) return `the scenario has no procedure ${unknown.id}`;
  const short = procedures.find((one) => stepsRun(one) !== scenario.procedures[one.id]?.steps.length);
  return short && `the procedure ${short.id} did not run all its steps`;
};

const stepsRun = (one: ProcedureRecord): number =>
  one.phases.find(({ phase }) => phase === "recovery")?.steps.filter(({ ok }) => ok === true).length ?? 0;

const runOf = (scenario: Scenario, record: ProcedureRecord): Run => {
  const procedure = scenario.procedures[record.id];
  if (!procedure) throw new TypeError(`no procedure ${record.id}`);
  const recoveryMs = record.ended?.recoveryMs ?? 0;
  return { id: record.id, procedure, record, recoveryMs, lost: lostItems(record.losses) };
};

const byLossThenTime = (a: Run, b: Run): number => a.lost - b.lost || a.recoveryMs - b.recoveryMs;
