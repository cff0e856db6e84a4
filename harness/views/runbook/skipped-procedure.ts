import { type DrillRecord, isRecovery, type ProcedureRecord } from "../../journal/drill-record.ts";
import type { Procedure, Scenario } from "../../scenario/scenario.ts";
import type { Variant } from "../../variants/variant.ts";

/** A recovery that cannot be carried out on the page's machines. */
export type SkippedProcedure = {
  readonly id: string;
  readonly procedure: Procedure;
  readonly record: ProcedureRecord;
  readonly reason: string;
  /** As the first other drill of the command went through it that verified it. */
  readonly drilled?: Drilled;
  /** How it ended on the other machines that tried. */
  readonly tried: readonly Drilled[];
};

export type Drilled = { readonly variant: Variant; readonly record: ProcedureRecord };

/** The recoveries that this drill skipped, with what the drills on other machines did of them. */
export const skippedProcedures = (
  scenario: Scenario,
  { procedures }: DrillRecord,
  others: readonly DrillRecord[],
): SkippedProcedure[] =>
  procedures.filter(isRecovery).flatMap((record) => {
    const procedure = scenario.procedures[record.id];
    if (record.ended?.verdict !== "skipped" || procedure === undefined) return [];
    const tried = drilledElsewhere(record.id, others);
    const drilled = tried.find((one) => one.record.ended?.verdict === "verified");
    const reason = record.ended.reason ?? "no reason is given";
    return [
      { id: record.id, procedure, record, reason, tried, ...(drilled === undefined ? {} : { drilled }) },
    ];
  });

/** The procedure as drills on other machines went through it, whole. */
export const drilledElsewhere = (id: string, others: readonly DrillRecord[]): Drilled[] =>
  others.flatMap(({ started, procedures }) =>
    procedures
      .filter((one) => one.id === id && one.machines.length > 0 && started.without.length === 0)
      .map((record): Drilled => ({ variant: started, record })),
  );
