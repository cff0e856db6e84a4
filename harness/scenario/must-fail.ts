/** Where a procedure fails that the drill carries out to show that it is no recovery, and why it fails there. */
export type MustFail = {
  /** The title of one of its own steps, or one of `laterParts`. */
  readonly at: string;
  /** One sentence. */
  readonly because: string;
};

/** What comes after the steps of a procedure, and can be where it fails. */
export const laterParts = ["checklist", "endurance", "losses"] as const;

/** A place in a drill; `step` counts from 1 within the recovery. */
export type FailurePlace =
  | { readonly phase: "recovery"; readonly step: number }
  | { readonly phase: (typeof laterParts)[number]; readonly step?: never };

type Parts = { readonly steps: readonly { readonly title: string }[]; readonly mustFail?: MustFail };

/** Where the procedure must fail; undefined for a recovery, and for a place that it does not have. */
export const placeOfFailure = ({ steps, mustFail }: Parts): FailurePlace | undefined => {
  if (mustFail === undefined) return undefined;
  const phase = laterParts.find((one) => one === mustFail.at);
  if (phase !== undefined) return { phase };
  const index = steps.findIndex(({ title }) => title === mustFail.at);
  return index < 0 ? undefined : { phase: "recovery", step: index + 1 };
};

/** "step 2", "the checklist", "the count of losses". */
export const placeWords = ({ phase, step }: { readonly phase: string; readonly step?: number }): string => {
  if (step !== undefined) return phase === "recovery" ? `step ${step}` : `step ${step} of the ${phase}`;
  return phase === "losses" ? "the count of losses" : `the ${phase}`;
};

/** The procedures of a scenario that are recoveries, by their ids. */
export const recoveriesOf = <P extends Pick<Parts, "mustFail">>(
  procedures: Readonly<Record<string, P>>,
): Record<string, P> =>
  Object.fromEntries(Object.entries(procedures).filter(([, { mustFail }]) => mustFail === undefined));
