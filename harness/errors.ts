/** Facts that a message is made of, in the order in which a reader needs them. */
export type ErrorFacts = {
  /** Scenario › phase › step. */
  readonly where?: string;
  readonly claimed?: string;
  readonly command?: string;
  readonly expected?: string;
  readonly got?: string;
  readonly waited?: string;
  /** What the reader can do now. */
  readonly next?: string;
  readonly cause?: unknown;
};

/** The base of every error that a user may see; the message is the headline, `facts` the rest. */
export abstract class DrillbookError extends Error {
  abstract readonly code: string;
  abstract readonly exitCode: number;
  readonly facts: ErrorFacts;

  constructor(message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.facts = facts;
    this.name = new.target.name;
  }
}

/** The scenario is wrong: no machine was touched. */
export class ScenarioError extends DrillbookError {
  readonly code = "scenario-invalid";
  readonly exitCode = 78;
}

/** The host lacks something that a drill needs. */
export class HostNotReadyError extends DrillbookError {
  readonly code = "host-not-ready";
  readonly exitCode = 69;
}

/** The command line is wrong. */
export class UsageError extends DrillbookError {
  readonly code = "usage";
  readonly exitCode = 64;
}

/** A machine, its engine or its channel failed: the drill says nothing about the incident. */
export class MachineError extends DrillbookError {
  readonly code = "machine-failed";
  readonly exitCode = 2;
}

/** The rig is not what the scenario begins with. It is the same for every procedure, so each would meet this. */
export class RigNotReadyError extends MachineError {}

/** Something was asserted and did not hold. */
export class ExpectationError extends DrillbookError {
  readonly code = "expectation-failed";
  readonly exitCode = 1;
}

/** The incident's own fingerprint did not appear. */
export class NotReproducedError extends DrillbookError {
  readonly code = "not-reproduced";
  readonly exitCode = 2;
}

/** The operator ended the command. */
export class InterruptedError extends DrillbookError {
  readonly code = "interrupted";
  readonly exitCode = 130;
}
