import type { MachineKind } from "./machine-kind.ts";
import type { PodmanVersion } from "./podman-version.ts";
import type { ResolveAddress } from "./text.ts";

/** What an expectation is held against beside the observation. */
export type EvaluationContext = {
  readonly kind: MachineKind;
  /** Of the machine that is looked at. @default "5.4" */
  readonly podman?: PodmanVersion | undefined;
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
