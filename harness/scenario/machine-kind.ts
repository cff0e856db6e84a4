/** The kinds of machine a rig can be built from. */
export const machineKinds = ["container", "vm", "scripted"] as const;

export type MachineKind = (typeof machineKinds)[number];

/** What a machine really does and what it only imitates. */
export type Fidelity = {
  readonly kernel: "own" | "host" | "none";
  readonly reboot: "real" | "simulated";
  readonly powerLoss: "real" | "simulated";
};
