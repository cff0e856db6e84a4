import type { Command } from "../probes/command/value.ts";

/** Something an incident or a recovery can cost, counted before the fault and after the recovery. */
export type Loss = {
  readonly kind: "loss";
  readonly id: string;
  /** What is counted, in the plural: "container definitions". */
  readonly title: string;
  /** Prints one item a line; an item that is not printed afterwards is lost. */
  readonly items: Command;
};

export const loss = (id: string, title: string, items: Command): Loss => ({
  kind: "loss",
  id,
  title,
  items,
});

/** What a recovery cost of what can be lost. */
export type LossReport = {
  readonly id: string;
  readonly title: string;
  readonly before: number;
  readonly kept: number;
  readonly lost: number;
  /** Items that were not there before. */
  readonly gained: number;
  /** A few of the lost items, for the reader. */
  readonly examples: readonly string[];
  /** The procedure said so beforehand, for this reason. */
  readonly declared?: string;
  /** It could not be counted after a procedure that must fail, so none of it is kept: what its command came to. */
  readonly uncounted?: string;
};
