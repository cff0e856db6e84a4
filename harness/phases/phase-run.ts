import type { Check } from "../scenario/check.ts";
import type { Loss, LossReport } from "../scenario/loss.ts";
import type { Procedure, Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";

/** Items by loss id. */
export type Counted = ReadonlyMap<string, ReadonlySet<string>>;

/** One look at a check; `notAsked`: why what was seen is no answer. */
export type Look = {
  readonly title: string;
  readonly ok: boolean;
  readonly got: string;
  readonly notAsked?: string;
};

/** What a phase can do in a drill; machines, journal and clock are behind it. */
export type PhaseRun = {
  readonly scenario: Scenario;
  readonly procedure: Procedure;
  /** Steps of the procedure to leave out, counted from 1. */
  readonly withoutSteps: readonly number[];
  /** Titles of checks that this run has seen not to hold. */
  readonly seenRed: Set<string>;
  /** What was counted before the fault, by loss id. */
  readonly counted: Map<string, ReadonlySet<string>>;
  /** For messages: "uid-change › rewrite-paths › recovery". */
  readonly where: string;
  /** Runs the steps in order, those left out excepted. @throws ExpectationError for the first that does not do what it says */
  runSteps(steps: readonly Step[], without?: readonly number[]): Promise<void>;
  /** Waits until every check holds; times are stretched on slow machines. @throws ExpectationError for the first that does not */
  requireAll(checks: readonly Check[], withinMs: number, headline?: string): Promise<void>;
  /** Looks at each check once, requiring nothing. */
  lookAtAll(checks: readonly Check[]): Promise<readonly Look[]>;
  /** @throws MachineError when something cannot be counted */
  count(losses: readonly Loss[]): Promise<Counted>;
  /** Counts what is left; a text is what the command of one came to that cannot be counted any more. */
  countLeft(losses: readonly Loss[]): Promise<ReadonlyMap<string, ReadonlySet<string> | string>>;
  reportUnproven(check: Check): void;
  /** `judged: false`: it is measured, and not held against the procedure. */
  reportLoss(report: LossReport, judged?: false): void;
};
