import { UsageError } from "../errors.ts";
import { kindWord, type MachineKind, ownKernelWord, usualMachineKind } from "../scenario/machine-kind.ts";
import { usualReleaseName } from "./releases.ts";
import { type Variants, versionsIn } from "./variants.ts";
import { type MachineVersions, type Versions, versionFlags, versionSuffix, versionsOf } from "./versions.ts";

/** What a drill runs on: a kind of machine, and all of its versions. */
export type Variant = {
  readonly kind: MachineKind;
  /** Why it is this kind; absent where the command or the scenario left no choice. */
  readonly whyKind?: string;
  readonly versions: MachineVersions;
  /** Those of them that the command named; views tell these. */
  readonly asked: Versions;
};

/** What a command asks for: versions by dimension, in the order in which they are drilled. */
export type VersionsAsked = Readonly<Record<string, readonly string[]>>;

/** The variant of a value that has other fields, too. */
export const variantIn = ({ kind, whyKind, versions, asked }: Variant): Variant => ({
  ...{ kind, versions, asked },
  ...(whyKind === undefined ? {} : { whyKind }),
});

/** The word that asks for the kind of a variant: that of the command that it was of. */
const kindWordOf = ({ kind, whyKind }: Variant): string =>
  whyKind === undefined ? kindWord(kind) : ownKernelWord;

/** The flags that ask for these: `--on qemu,rift=container --podman 4.3`; `machines`: those on kinds of their own. */
export const variantFlags = (
  all: readonly Variant[],
  machines: Readonly<Record<string, MachineKind>>,
): string[] => {
  const on = [
    ...(all.every(({ kind }) => kind === usualMachineKind) ? [] : new Set(all.map(kindWordOf))),
    ...Object.entries(machines).map(([name, kind]) => `${name}=${kindWord(kind)}`),
  ];
  return [
    ...(on.length === 0 ? [] : [`--on ${on.join(",")}`]),
    ...versionFlags(...all.map(({ asked }) => asked)),
  ];
};

/**
 * Each kind with each combination of versions, those of a kind one after the other.
 * @throws UsageError for a combination that no release has
 */
export const variantsOf = (
  kinds: readonly MachineKind[],
  variants: Variants,
  asked: VersionsAsked = {},
): readonly Variant[] => {
  const combinations = Object.entries(asked).reduce<readonly Versions[]>(
    (all, [name, versions]) => all.flatMap((one) => versions.map((version) => ({ ...one, [name]: version }))),
    [{}],
  );
  return kinds.flatMap((kind) =>
    combinations.map((one) => ({ kind, versions: machineVersions(variants, one), asked: one })),
  );
};

const machineVersions = (variants: Variants, asked: Versions): MachineVersions => {
  const needed = Object.entries(asked).flatMap(([name, version]) => {
    const release = variants[name]?.[version];
    return release === undefined ? [] : [{ flag: `--${name} ${version}`, release }];
  });
  const [first] = needed;
  const release = first?.release ?? usualReleaseName;
  if (needed.every((one) => one.release === release)) return versionsIn(variants, release);
  throw new UsageError("no release of Debian has all of these versions", {
    got: needed.map((one) => `${one.flag} needs ${one.release}`).join(", "),
    next: "ask for versions of one release, or leave a flag out",
  });
};

/** Whether these differ in it, so that each has to be told with it. */
export const differIn = (part: string, all: readonly Variant[]): boolean =>
  new Set(all.map(({ kind, versions }) => (part === "kind" ? kind : versions[part]))).size > 1;

/** The dimensions by which these were asked to differ. */
export const differingDimensions = (all: readonly Variant[]): string[] =>
  [...new Set(all.flatMap(({ asked }) => Object.keys(asked)))].filter((name) => differIn(name, all));

/** The versions by which a variant is told from those it is `among`. */
export const tellingVersions = ({ versions }: Variant, among: readonly Variant[]): Versions =>
  versionsOf(versions, differingDimensions(among));

/** The name of a page, and of its file of the index; `versions` are those that it alone is for. */
export const pageName = (scenario: string, versions: Versions = {}): string =>
  `${scenario}${versionSuffix(versions)}`;

/** The name of a folder for this variant: its kind, with the versions by which it is told from those it is `among`. */
export const variantFolder = (variant: Variant, among: readonly Variant[]): string =>
  `${variant.kind}${versionSuffix(tellingVersions(variant, among))}`;
