/** The kinds of machine a rig can be built from. */
export const machineKinds = ["container", "vm", "scripted"] as const;

export type MachineKind = (typeof machineKinds)[number];

export const isMachineKind = (word: string): word is MachineKind => machineKinds.some((one) => one === word);

/** Those that a drill can be asked to run on; the first is the usual one. */
export const drillKinds = ["container", "vm"] as const satisfies readonly MachineKind[];

export type DrillKind = (typeof drillKinds)[number];

/** What a machine really does and what it only imitates. */
export type Fidelity = {
  readonly kernel: "own" | "host" | "none";
  readonly reboot: "real" | "simulated";
  readonly powerLoss: "real" | "simulated";
};
