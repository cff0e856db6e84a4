/**
 * The kinds of machine a rig can be built from, a line each, with their words; `open.ts` in the folder of that name in machines/
 * opens one. What scenarios declare for the kind that it is `as` holds for it, too, unless they name it.
 */
const kinds = {
  container: { one: "a container", like: "a container" },
  vm: { one: "a VM", like: "a VM or a real host", word: "qemu" },
  uml: { one: "a UML machine", like: "a VM or a real host", as: "vm" },
} as const;

export type MachineKind = keyof typeof kinds;

/** Of a drill that names none. */
export const usualMachineKind = "container" satisfies MachineKind;

export const machineKinds = Object.keys(kinds) as readonly MachineKind[];

/**
 * A word for kinds in a command. "vm" leaves it to the host which kind with a kernel of its own it is; every other word
 * is one kind alone.
 */
export type KindWord = MachineKind | "qemu";

/** The word that leaves the choice to the host. */
export const ownKernelWord = "vm" satisfies KindWord;

/** In the order in which they are told. */
export const kindWords: readonly KindWord[] = ["container", "vm", "qemu", "uml"];

/** The word that is this kind alone. */
export const kindWord = (kind: MachineKind): KindWord => {
  const own = kinds[kind];
  return "word" in own ? own.word : kind;
};

/** The kind that a word is alone; undefined for the word that leaves it to the host. */
export const kindOfWord = (word: KindWord): MachineKind | undefined =>
  machineKinds.find((kind) => kindWord(kind) === word);

export const isMachineKind = (word: string): word is MachineKind => Object.hasOwn(kinds, word);

/** "a container", as in "on a container". */
export const onKind = (kind: MachineKind): string => kinds[kind].one;

/** What an operator's own machine is most like. */
export const likeKind = (kind: MachineKind): string => kinds[kind].like;

/** The kind under which this is declared for a machine: its own, or the one that it is as; undefined where neither is named. */
export const kindNamedIn = (
  by: Readonly<Partial<Record<MachineKind, unknown>>>,
  kind: MachineKind,
): MachineKind | undefined => {
  const own = kinds[kind];
  return [kind, "as" in own ? own.as : undefined].find((one) => one !== undefined && by[one] !== undefined);
};

/** What is declared for a machine of this kind. */
export const forKind = <T>(
  by: Readonly<Partial<Record<MachineKind, T>>>,
  kind: MachineKind,
): T | undefined => {
  const named = kindNamedIn(by, kind);
  return named && by[named];
};

/** Whether its machines are of the image of virtual machines, which one release of Debian has. */
export const isVirtual = (kind: MachineKind): boolean => kindNamedIn({ vm: true }, kind) !== undefined;

/** What a machine really does and what it only imitates. */
export type Fidelity = {
  readonly kernel: "own" | "host" | "none";
  readonly reboot: "real" | "simulated";
  readonly powerLoss: "real" | "simulated";
};
