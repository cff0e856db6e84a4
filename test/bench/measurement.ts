import { ratiosOf, type Spread, spreadOf } from "./statistics.ts";

/** The unit of a value; "percent" is of one processor core. */
export type Unit = "ms" | "µs" | "MB" | "Gbit/s" | "count" | "percent";

/** The limit: a multiple of theirs, or a number of a unit; `least` where more is better. */
export type Limit =
  | { readonly kind: "ratio" | Unit; readonly most: number }
  | { readonly kind: Unit; readonly least: number };

/** What was measured, in milliseconds, or in what its limit is in; with `theirs`, the values of one index were measured one after the other. */
export type Measurement = {
  readonly what: string;
  readonly ours: readonly number[];
  readonly theirs?: readonly number[];
  readonly limit?: Limit;
  /** The unit without a limit. @default "ms" */
  readonly unit?: Unit;
};

export type Judged = {
  readonly what: string;
  readonly count: number;
  readonly ours: Spread;
  readonly theirs?: Spread;
  /** Of the pairs, not of the medians. */
  readonly ratio?: Spread;
  readonly limit?: Limit;
  readonly unit?: Unit;
  /** Absent without a limit. */
  readonly ok?: boolean;
};

/** The measurement with its medians, held against its limit. @throws TypeError for a ratio of nothing */
export const judge = ({ what, ours, theirs, limit, unit }: Measurement): Judged => {
  const mine = spreadOf(ours);
  const ratio = theirs && spreadOf(ratiosOf(ours, theirs));
  const judged = {
    what,
    count: ours.length,
    ours: mine,
    ...(unit === undefined ? {} : { unit }),
    ...(theirs && ratio ? { theirs: spreadOf(theirs), ratio } : {}),
  };
  if (!limit) return judged;
  const value = limit.kind === "ratio" ? ratio?.median : mine.median;
  if (value === undefined) throw new TypeError(`"${what}" is limited by a ratio, but has nothing beside it`);
  return { ...judged, limit, ok: "most" in limit ? value <= limit.most : value >= limit.least };
};
