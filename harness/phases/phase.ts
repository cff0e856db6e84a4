import type { Check } from "../scenario/check.ts";
import type { Loss } from "../scenario/loss.ts";
import type { Procedure, Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import type { Verdict } from "../scenario/verdict.ts";
import type { PhaseRun } from "./phase-run.ts";

/** A saved state of a rig's machines: set up, or with the incident in them. */
export type SavedState = "ready" | "faulted";

/** What a phase runs and requires; a game day has a test for each step and check. */
export type PhaseWork = {
  /** Run in this order; each has its own verification. */
  readonly steps: readonly Step[];
  /** Must hold in the phase, beside what the steps verify. */
  readonly checks: readonly Check[];
  /** What is counted in it. */
  readonly losses: readonly Loss[];
};

/** A part of a printed plan; nothing is printed for one without items. */
export type PlanSection = {
  readonly title: string;
  /** Told first: where this procedure cannot be carried out. */
  readonly procedure?: Procedure;
  /** Steps that follow each other are numbered; a text is a line. */
  readonly items: readonly (string | Step | Check | Loss)[];
};

/** How a view tells a phase. */
export type PhaseWords = {
  /** What its total counts: its steps, its checks or its losses. */
  readonly unit: "step" | "check" | "count";
  /** What a terminal tells one by one, once it holds; of `number`: how many there were. */
  readonly tells: "steps and checks" | "steps" | "number";
  /** The last line of it on a terminal, when it went well. */
  readonly end?: string;
  /** What its checks are called where steps follow them: "precondition". */
  readonly checksBefore?: string;
  /** A terminal tells how many checks that it only looked at were red. */
  readonly countsRed?: true;
};

/** A part of a drill: what it does, what its failure means, and what views say of it. */
export type Phase<Name extends string = string> = {
  /** At most ten characters: views have a column for it. */
  readonly name: Name;
  readonly work: (
    scenario: Scenario,
    procedure: Pick<Procedure, "steps" | "endurance" | "requires">,
  ) => Partial<PhaseWork>;
  /** Does the work. @throws ExpectationError when something does not hold, which becomes the verdict of `failure` */
  readonly run: (drill: PhaseRun, work: PhaseWork) => Promise<void>;
  /** What is done of it after a procedure has failed where it must: nothing is held against the procedure. */
  readonly measure?: (drill: PhaseRun, work: PhaseWork) => Promise<void>;
  readonly failure: {
    readonly verdict: Exclude<Verdict, "verified" | "skipped" | "interrupted">;
    /** Stands before what did not hold. */
    readonly headline?: string;
  };
  /** The rig's samples are taken from the first such phase to the last one. */
  readonly isSampled?: true;
  /** Machines that went through it can be saved in this state. */
  readonly savedAs?: SavedState;
  /** What a drill is asked to go without, to leave this phase out. */
  readonly leftOutWith?: "fault";
  readonly words: PhaseWords;
  readonly plan: (scenario: Scenario) => readonly PlanSection[];
};
