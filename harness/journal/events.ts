import type { PhaseName } from "../phases/index.ts";
import type { SavedState } from "../phases/phase.ts";
import type { CommandObservation } from "../probes/command/value.ts";
import type { LossReport } from "../scenario/loss.ts";
import type { Fidelity, MachineKind } from "../scenario/machine-kind.ts";
import type { FailurePlace } from "../scenario/must-fail.ts";
import type { Block } from "../scenario/printed-section.ts";
import type { Observation } from "../scenario/probe.ts";
import type { Terms } from "../scenario/terms.ts";
import type { Verdict } from "../scenario/verdict.ts";
import type { Variant } from "../variants/variant.ts";

/** The version of the journal's format; a reader refuses a newer one. */
export const journalSchema = 3;

/**
 * How a phase is gone through that does not run its steps. `left-out`: on purpose, nothing is done; `looked-at`: the
 * steps were done before the machines were saved, and their checks are looked at.
 */
export type PhaseManner = "left-out" | "looked-at";

/** Where in the drill an event belongs; `step` counts from 1 within its phase. */
export type Place = { readonly procedure: string; readonly phase: PhaseName; readonly step?: number };

/** What one look at a check saw. */
export type CheckOutcome = {
  readonly title: string;
  /** As an operator would type it, with the rig's addresses. */
  readonly command: string;
  readonly machine: string;
  readonly user: string;
  readonly ok: boolean;
  readonly expected: string;
  readonly got: string;
  /** Why it is no answer; such a look makes nothing red. Absent where the check was asked and answered. */
  readonly notAsked?: string;
  readonly observation: Observation;
  /** What the dig line of a DNS check did, which is run when our own client saw what it should. */
  readonly dig?: CommandObservation;
};

export type Outage = {
  readonly title: string;
  /**
   * Milliseconds since 1970; `toMs` is absent when it was never seen right again. Where machines stood still to be
   * saved, what was seen before is moved to where they went on: the time between counts for no outage.
   */
  readonly fromMs: number;
  readonly toMs?: number;
};

/** How a sampled check was seen. `wrong`: something answered, but not as it should; `missing`: nothing answered. */
export type Sighting = "right" | "wrong" | "missing";

/** Where a procedure must fail that is no recovery, and why. */
export type ExpectedFailure = FailurePlace & { readonly because: string };

type Body =
  // With all versions, and those of them that were asked for.
  | (Variant & {
      readonly type: "drill-started";
      readonly schema: number;
      readonly scenario: string;
      readonly title: string;
      readonly digest: string;
      readonly drillbook: string;
      readonly commit: string;
      readonly procedures: readonly string[];
      /** Why single machines are of the kind that they are, where the command left that to the host. */
      readonly whyMachines?: string;
      /** How many of them may run side by side; absent: they run one after the other. */
      readonly atOnce?: number;
      /** What was left out on purpose; such a drill never writes a runbook. */
      readonly without: readonly string[];
    })
  /** `procedure`: whose it is, where it is one's. */
  | { readonly type: "progress"; readonly procedure?: string; readonly line: string }
  | {
      readonly type: "procedure-started";
      readonly procedure: string;
      readonly title: string;
      /** Absent for a recovery. */
      readonly mustFail?: ExpectedFailure;
      /** On which it recovers; absent in journals of before, and where there are none. */
      readonly terms?: Terms;
    }
  | {
      readonly type: "machine-ready";
      readonly procedure: string;
      readonly machine: string;
      readonly kind: MachineKind;
      readonly fidelity: Fidelity;
      readonly addresses: Readonly<Record<string, string>>;
      /** kernel, os, systemd, podman, node, engine, image. */
      readonly versions: Readonly<Record<string, string>>;
      readonly readyMs: number;
      /** It was started while the procedure before this one recovered. */
      readonly ahead?: true;
    }
  /** The machines of this procedure are not fresh; written before they are ready. */
  | {
      readonly type: "started-from";
      readonly procedure: string;
      readonly state: SavedState;
      /** The procedure that came to this state in this drill; absent when an earlier drill did. */
      readonly of?: string;
    }
  /** The machines of this procedure could not be started before; no time limit and no measured time has it in it. */
  | {
      readonly type: "waited";
      readonly procedure: string;
      /** What was waited for last, and who has it. */
      readonly for: string;
      readonly durationMs: number;
    }
  | {
      readonly type: "state-saved";
      readonly procedure: string;
      readonly state: SavedState;
      readonly durationMs: number;
    }
  | {
      readonly type: "phase-started";
      readonly at: Place;
      readonly total: number;
      readonly how?: PhaseManner;
    }
  | {
      readonly type: "phase-ended";
      readonly at: Place;
      readonly ok: boolean;
      readonly durationMs: number;
      readonly how?: PhaseManner;
    }
  | { readonly type: "step-started"; readonly at: Place; readonly title: string; readonly withinMs: number }
  | {
      readonly type: "step-ended";
      readonly at: Place;
      readonly title: string;
      readonly ok: boolean;
      readonly durationMs: number;
    }
  | {
      readonly type: "action-ended";
      readonly at: Place;
      readonly machine: string;
      readonly user: string;
      /** As an operator would type it, with the rig's addresses. */
      readonly command: string;
      readonly ok: boolean;
      readonly expected: string;
      readonly got: string;
      readonly observation?: Observation;
      /** The section of the page that the command printed, whole: the observation's text may be cut. */
      readonly section?: { readonly title: string; readonly blocks: readonly Block[] };
      readonly durationMs: number;
    }
  /** A check is being waited for; written when it is first seen not to hold. */
  | {
      readonly type: "check-waiting";
      readonly at: Place;
      readonly outcome: CheckOutcome;
      readonly withinMs: number;
    }
  | {
      readonly type: "check-ended";
      readonly at: Place;
      readonly outcome: CheckOutcome;
      /** The phase wanted it to hold (false: it was only looked at). */
      readonly required: boolean;
      readonly waitedMs: number;
      readonly tries: number;
    }
  /** A sampled check is seen in another way than before, from the sample on that was sent at `sentMs`. */
  | {
      readonly type: "sample-changed";
      readonly procedure: string;
      readonly title: string;
      readonly ok: boolean;
      /** Absent in older journals, as are the machine that asked, and what it asked: "google.com A @192.0.2.10". */
      readonly seen?: Sighting;
      readonly machine?: string;
      readonly probe?: string;
      readonly sentMs: number;
      readonly got: string;
    }
  | { readonly type: "outage-measured"; readonly procedure: string; readonly outage: Outage }
  | {
      readonly type: "loss-measured";
      readonly procedure: string;
      readonly loss: LossReport;
      /** After a failure that was expected: nothing is claimed of it. */
      readonly judged?: false;
    }
  /** A check of the checklist that was never seen red in this drill. */
  | { readonly type: "check-unproven"; readonly procedure: string; readonly title: string }
  | {
      readonly type: "evidence-collected";
      readonly procedure: string;
      readonly machine: string;
      readonly file: string;
    }
  | {
      readonly type: "failure";
      readonly at: Place;
      readonly code: string;
      readonly headline: string;
      readonly facts: Readonly<Record<string, string>>;
      /** The procedure must fail, and failed where it must: this is no trouble of the drill. */
      readonly expected?: true;
    }
  | {
      readonly type: "procedure-ended";
      readonly procedure: string;
      readonly verdict: Verdict;
      /** Absent for a recovery; with it, "verified" says that the procedure failed as it must. */
      readonly mustFail?: ExpectedFailure;
      /** From the first recovery step to the last one verified. */
      readonly recoveryMs?: number;
      /** Why it was skipped, or not begun; nothing of it was run then. */
      readonly reason?: string;
    }
  /** `procedure`: whose machines they are; absent where the host itself could not be closed. */
  | { readonly type: "cleanup-failed"; readonly procedure?: string; readonly headline: string }
  | {
      readonly type: "kept";
      readonly procedure: string;
      readonly machines: readonly string[];
      readonly label: string;
    }
  | { readonly type: "runbook-written"; readonly file: string }
  /** What passed in the networks while the procedure ran, one file each; none where the kind captures nothing. */
  | { readonly type: "captured"; readonly procedure: string; readonly files: readonly string[] }
  | {
      readonly type: "drill-ended";
      readonly verdict: Verdict;
      readonly durationMs: number;
      /** The factor by which the host's other work slowed it down, where that was four or more: a drill alone has some, too. */
      readonly slowdown?: number;
      /** Why it was skipped. */
      readonly reason?: string;
    };

/** One line of a journal: what happened, and when (`atMs` since 1970, `sinceMs` since the drill began). */
export type JournalEvent = Body & { readonly atMs: number; readonly sinceMs: number };

export type EventBody = Body;
