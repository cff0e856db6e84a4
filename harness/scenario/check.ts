import { match, type TextMatch } from "./match.ts";
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
  /** What is seen when the answer is no; anything else that is not expected is no answer. */
  readonly redWhen?: TextMatch;
  /** What an operator does where it does not hold before the first step; one or two sentences. */
  readonly orElse?: string;
};

/** The check, with what an operator does where it does not hold before the first step; one or two sentences. */
export const orElse = (original: Check, then: string): Check => ({ ...original, orElse: then });

/** The check, left out of runbooks: what it looks at is there in drills alone. */
export const drillOnly = (original: Check): Check => ({ ...original, drillOnly: true });

/** Whether runbooks have the check. */
export const isShown = ({ drillOnly: isLeftOut }: Check): boolean => isLeftOut !== true;

/**
 * The check, which counts as red only when what was seen has this text or pattern in it, as messages tell it after
 * `got`: "exit 0: 2", "status 503", "SERVFAIL". Also where the command is not found or does not end in its time.
 */
export const redWhen = (original: Check, seen: string | RegExp): Check => ({
  ...original,
  redWhen: match(seen),
});

export const check = (title: string, probe: Probe): Check => ({
  kind: "check",
  title,
  probe,
  negated: false,
});

/** The check that holds exactly when this one is red: asked, and answered no. */
export const fails = (original: Check, title: string): Check => ({
  ...original,
  title,
  negated: !original.negated,
  opposes: original.title,
});
