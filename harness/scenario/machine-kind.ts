/** The kinds of machine a rig can be built from, a line each, with their words; `open.ts` in the folder of that name in machines/ opens one. */
const kinds = {
  container: { one: "a container", like: "a container" },
  vm: { one: "a VM", like: "a VM or a real host" },
} as const;

export type MachineKind = keyof typeof kinds;

/** Of a drill that names none. */
export const usualMachineKind = "container" satisfies MachineKind;

export const machineKinds = Object.keys(kinds) as readonly MachineKind[];

export const isMachineKind = (word: string): word is MachineKind => Object.hasOwn(kinds, word);

/** "a container", as in "on a container". */
export const onKind = (kind: MachineKind): string => kinds[kind].one;

/** What an operator's own machine is most like. */
export const likeKind = (kind: MachineKind): string => kinds[kind].like;

/** What a machine really does and what it only imitates. */
export type Fidelity = {
  readonly kernel: "own" | "host" | "none";
  readonly reboot: "real" | "simulated";
  readonly powerLoss: "real" | "simulated";
};
