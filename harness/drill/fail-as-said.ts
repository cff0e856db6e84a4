import { ExpectationError } from "../errors.ts";
import type { ExpectedFailure, Place } from "../journal/events.ts";
import { phases } from "../phases/index.ts";
import { placeOfFailure, placeWords } from "../scenario/must-fail.ts";
import type { Procedure } from "../scenario/scenario.ts";
import type { RunContext } from "./context.ts";
import { describeError } from "./failure.ts";
import { goThrough } from "./go-through.ts";
import { placeName } from "./messages.ts";

/** For the events of a procedure: where it must fail, and why; of a recovery nothing. */
export const mustFailField = (procedure: Procedure | undefined): { readonly mustFail?: ExpectedFailure } => {
  const place = procedure && placeOfFailure(procedure);
  if (place === undefined || procedure?.mustFail === undefined) return {};
  return { mustFail: { ...place, because: procedure.mustFail.because } };
};

/**
 * Carries out a procedure that must fail, and measures what it lost once it has failed where it must. `place`: where
 * the run is. @throws ExpectationError when it fails elsewhere, or succeeds; whatever else goes wrong is thrown as it is
 */
export const failAsSaid = async (
  run: RunContext,
  expected: ExpectedFailure,
  place: () => Place,
  work: () => Promise<void>,
): Promise<void> => {
  const must = `the procedure ${run.procedureId} must fail at ${whereWords(run, expected)}`;
  const claimed = expected.because;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    const at = place();
    if (!isThere(at, expected)) {
      throw new ExpectationError(
        `${must}, and failed at ${whereWords(run, at)}: ${error.message}`,
        error.facts,
      );
    }
    run.emit({ type: "failure", at, ...describeError(error, placeName(run, at)), expected: true });
    // What failed itself has been measured.
    for (const phase of phases.filter(({ name }) => name !== expected.phase)) {
      if (phase.measure !== undefined) await goThrough(run, { ...phase, run: phase.measure });
    }
    return;
  }
  throw new ExpectationError(`${must}, and succeeded`, {
    claimed,
    got: "every step, the checklist and all that comes after it held",
    next: "remove mustFail, because the procedure recovers; or correct the checks, which do not detect its damage",
  });
};

const isThere = (at: Place, { phase, step }: ExpectedFailure): boolean =>
  at.phase === phase && (step === undefined || at.step === step);

/** "step 2 (Delete the log)", "the checklist". */
const whereWords = ({ procedure }: RunContext, at: Pick<Place, "phase" | "step">): string => {
  const title =
    at.phase === "recovery" && at.step !== undefined ? procedure.steps[at.step - 1]?.title : undefined;
  return title === undefined ? placeWords(at) : `${placeWords(at)} (${title})`;
};
