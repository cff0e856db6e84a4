import type { Action } from "./action.ts";
import type { Check } from "./check.ts";
import type { MachineKind } from "./machine-kind.ts";
import type { Step } from "./step.ts";

export type NetworkSpec = {
  readonly name: string;
  /** A documentation subnet in CIDR form. */
  readonly subnet: string;
};

export type MachineSpec = {
  readonly name: string;
  /** Address by network name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Accounts that commands may name, besides root. */
  readonly users: readonly string[];
  /** Run once when the rig's image is built, then cached by their digest. */
  readonly provision: readonly Action[];
  /** It is always of this kind, whatever the drill is asked to run on. */
  readonly on?: MachineKind;
};

/** The kind that a machine of the rig is of, in a drill on the usual kind. */
export const kindOf = (rig: Pick<Rig, "machines">, machine: string, usual: MachineKind): MachineKind =>
  rig.machines.find(({ name }) => name === machine)?.on ?? usual;

/** The machines and networks that a scenario needs, and how they get to their steady state. */
export type Rig = {
  readonly networks: readonly NetworkSpec[];
  readonly machines: readonly MachineSpec[];
  /** Run in every drill, before the steady state is asserted. */
  readonly setup: readonly Step[];
  /** DNS and HTTP checks that are sampled every 100 ms, so that outages have a beginning and an end. */
  readonly samples: readonly Check[];
  /**
   * Addresses in its networks that are no machine's, as a server tells them: what stands for each on the page, the
   * real address or words in brackets.
   */
  readonly otherAddresses?: Readonly<Record<string, string>>;
  /** What of it is not the real thing, for the runbook's proof: a sentence. */
  readonly note?: string;
};
