import type { DrillRecord } from "../../journal/drill-record.ts";
import { type FailurePlace, type MustFail, placeOfFailure } from "../../scenario/must-fail.ts";
import type { Procedure, Scenario } from "../../scenario/scenario.ts";
import { type Drilled, drilledElsewhere } from "./skipped-procedure.ts";

/** A procedure that must fail. */
export type WrongProcedure = {
  readonly id: string;
  readonly procedure: Procedure;
  readonly place: FailurePlace;
  readonly because: MustFail["because"];
  /** As it failed in the page's drill, or else in the first other one of the same command. */
  readonly drilled?: Drilled;
  /** Why the page's drill did not carry it out; absent where it did, or was not asked to. */
  readonly skipped?: string;
};

/** Every procedure of the scenario that must fail, with what the drills saw of it. */
export const wrongProcedures = (
  { procedures }: Scenario,
  record: DrillRecord,
  others: readonly DrillRecord[],
): WrongProcedure[] =>
  Object.entries(procedures).flatMap(([id, procedure]) => {
    const place = placeOfFailure(procedure);
    if (place === undefined || procedure.mustFail === undefined) return [];
    const { because } = procedure.mustFail;
    const drilled = drilledElsewhere(id, [record, ...others]).find(
      (one) => one.record.expectedFailure !== undefined && one.record.ended?.verdict === "verified",
    );
    const skipped = record.procedures.find((one) => one.id === id)?.ended?.reason;
    return [
      {
        ...{ id, procedure, place, because },
        ...(drilled === undefined ? {} : { drilled }),
        ...(skipped === undefined ? {} : { skipped }),
      },
    ];
  });
