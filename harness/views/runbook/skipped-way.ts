import type { DrillRecord, ProcedureRecord } from "#harness/journal/drill-record.ts";
import type { MachineKind } from "#harness/scenario/machine-kind.ts";
import type { Procedure, Scenario } from "#harness/scenario/scenario.ts";

/** A procedure that cannot be carried out on the page's kind of machine. */
export type SkippedWay = {
  readonly id: string;
  readonly procedure: Procedure;
  readonly record: ProcedureRecord;
  readonly reason: string;
  /** As the first other kind drilled it that verified it. */
  readonly drilled?: Drilled;
  /** How it ended on the other kinds that tried. */
  readonly tried: readonly Drilled[];
};

export type Drilled = { readonly kind: MachineKind; readonly record: ProcedureRecord };

/** The procedures that this drill skipped, with what the drills on other kinds of machine did of them. */
export const skippedWays = (
  scenario: Scenario,
  { procedures }: DrillRecord,
  others: readonly DrillRecord[],
): SkippedWay[] =>
  procedures.flatMap((record) => {
    const procedure = scenario.procedures[record.id];
    if (record.ended?.verdict !== "skipped" || procedure === undefined) return [];
    const tried = others.flatMap(({ started, procedures: there }) =>
      there
        .filter((one) => one.id === record.id && one.machines.length > 0 && started.without.length === 0)
        .map((one): Drilled => ({ kind: started.kind, record: one })),
    );
    const drilled = tried.find((one) => one.record.ended?.verdict === "verified");
    const reason = record.ended.reason ?? "it gave no reason";
    return [
      { id: record.id, procedure, record, reason, tried, ...(drilled === undefined ? {} : { drilled }) },
    ];
  });
