import type { Without } from "../drill/context.ts";
import type { PodmanVersion } from "../scenario/podman-version.ts";
import type { KindsAsked } from "./machine-kinds.ts";

/** What the command line of a drill asks for. */
export type RunOptions = {
  readonly procedure?: readonly string[];
  readonly without?: Without;
  readonly keep?: boolean;
  readonly cold?: boolean;
  readonly capture?: boolean;
  readonly json?: boolean;
  readonly setup: boolean;
  readonly engine: "auto" | "private";
  /** Absent: the usual kind of machine for the scenario. */
  readonly on?: KindsAsked;
  /** Absent: the usual one. */
  readonly podman?: readonly PodmanVersion[];
  readonly scenarios: readonly string[];
  readonly reports: string;
  readonly runbooks: string;
};
