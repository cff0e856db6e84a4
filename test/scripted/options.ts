import type { ScriptedDns, ScriptedHttp, ScriptedLookup, ScriptedRule } from "./rules.ts";
import type { ScriptedState } from "./state.ts";

export type ScriptedMachineOptions = {
  readonly rules?: readonly ScriptedRule[];
  /** @default nobody listens */
  readonly dns?: ScriptedDns;
  /** @default nobody listens */
  readonly http?: ScriptedHttp;
  /** @default no path finds anything */
  readonly lookUp?: ScriptedLookup;
  /** Accounts beside root. */
  readonly users?: readonly string[];
  /** Address by network name; with the prefix length for a sandbox. */
  readonly addresses?: Readonly<Record<string, string>>;
  readonly onReboot?: (state: ScriptedState) => void;
  readonly onPowerLoss?: (state: ScriptedState) => void;
  /** What no rule answers really happens, in namespaces of this host; else it is an error. */
  readonly sandbox?: boolean;
  readonly nowMs?: () => number;
  /** What it knows when it starts. */
  readonly state?: ScriptedState;
};
