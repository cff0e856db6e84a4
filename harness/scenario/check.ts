import type { Probe } from "./probe.ts";

/** A read-only probe with an expectation, and a title that reads as a sentence. */
export type Check = {
  readonly kind: "check";
  readonly title: string;
  readonly probe: Probe;
  /** Holds when the probe's expectation does not. */
  readonly negated: boolean;
  /** The title of the check that this one is the opposite of: when this holds, that one is seen red. */
  readonly opposes?: string;
  /** It looks at what the drill made for itself; a runbook leaves it out. */
  readonly drillOnly?: boolean;
};

/** The check, left out of runbooks: what it looks at is there in drills alone. */
export const drillOnly = (original: Check): Check => ({ ...original, drillOnly: true });

export const check = (title: string, probe: Probe): Check => ({
  kind: "check",
  title,
  probe,
  negated: false,
});

/** The check that holds exactly when this one does not. */
export const fails = (original: Check, title: string): Check => ({
  ...original,
  title,
  negated: !original.negated,
  opposes: original.title,
});
