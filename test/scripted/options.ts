import type { ScriptedDns, ScriptedHttp, ScriptedLookup, ScriptedRule } from "./rules.ts";
import type { ScriptedState } from "./state.ts";

export type ScriptedMachineOptions = {
  readonly rules?: readonly ScriptedRule[];
  /** @default no server */
  readonly dns?: ScriptedDns;
  /** @default no server */
  readonly http?: ScriptedHttp;
  /** @default no path finds anything */
  readonly lookUp?: ScriptedLookup;
  /** Accounts beside root. */
  readonly users?: readonly string[];
  /** Address by network name; with the prefix length for a sandbox. */
  readonly addresses?: Readonly<Record<string, string>>;
  readonly onReboot?: (state: ScriptedState) => void;
  readonly onPowerLoss?: (state: ScriptedState) => void;
  /** Calls without a matching rule are executed in namespaces of this host; without it they are errors. */
  readonly sandbox?: boolean;
  readonly nowMs?: () => number;
  /** Its initial state. */
  readonly state?: ScriptedState;
};
