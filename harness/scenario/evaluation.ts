import type { MachineVersions } from "../variants/versions.ts";
import type { MachineKind } from "./machine-kind.ts";
import type { ResolveAddress } from "./text.ts";

/** What an expectation is held against beside the observation. */
export type EvaluationContext = {
  readonly kind: MachineKind;
  readonly versions: MachineVersions;
  readonly resolve: ResolveAddress;
};

/** Whether what was seen is what was expected, and both in words. */
export type Evaluation = {
  readonly ok: boolean;
  readonly expected: string;
  readonly got: string;
  /** Why what was seen is no answer to what was asked; absent where it is one. */
  readonly notAsked?: string;
};
