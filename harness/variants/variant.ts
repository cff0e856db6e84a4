import { type MachineKind, usualMachineKind } from "../scenario/machine-kind.ts";
import {
  type NamedVersions,
  type PackageName,
  packageNames,
  type VersionOf,
  type Versions,
  versionFlags,
  versionIn,
  versionSuffix,
  versionsIn,
} from "./packages.ts";

/** What a drill runs on: a kind of machine, and the versions of packages that were asked for. */
export type Variant = Versions & { readonly kind: MachineKind };

/** What a command asks for: versions of each package, in the order in which they are drilled. */
export type VersionsAsked = { readonly [P in PackageName]?: readonly VersionOf<P>[] | undefined };

/** The variant of a value that has other fields, too. */
export const variantIn = (some: Variant): Variant => ({ kind: some.kind, ...versionsIn(some) });

/** The flags that ask for these: `--on vm,rift=container --podman 4.3`; `machines`: those on kinds of their own. */
export const variantFlags = (
  all: readonly Variant[],
  machines: Readonly<Record<string, MachineKind>>,
): string[] => {
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  const on = [
    ...(kinds.every((kind) => kind === usualMachineKind) ? [] : kinds),
    ...Object.entries(machines).map(([name, kind]) => `${name}=${kind}`),
  ];
  return [...(on.length === 0 ? [] : [`--on ${on.join(",")}`]), ...versionFlags(...all)];
};

/** Each kind with each combination of versions, those of a kind one after the other. */
export const variantsOf = (kinds: readonly MachineKind[], asked: VersionsAsked = {}): readonly Variant[] => {
  const combinations = packageNames.reduce<readonly Versions[]>(
    (all, name) =>
      all.flatMap((one) => asked[name]?.map((version) => ({ ...one, [name]: version })) ?? [one]),
    [{}],
  );
  return kinds.flatMap((kind) => combinations.map((versions) => ({ kind, ...versions })));
};

/** Whether these differ in it, so that each has to be told with it. */
export const differIn = (part: "kind" | PackageName, all: readonly Variant[]): boolean =>
  new Set(all.map((one) => (part === "kind" ? one.kind : versionIn(one, part)))).size > 1;

/** The packages whose versions differ in these. */
export const differingPackages = (all: readonly Variant[]): PackageName[] =>
  packageNames.filter((name) => differIn(name, all));

/** The versions by which a variant is told from those it is `among`. */
export const tellingVersions = (variant: Variant, among: readonly Variant[]): Versions =>
  Object.fromEntries(differingPackages(among).map((name) => [name, versionIn(variant, name)]));

/** The name of a page, and of its file of the index; `versions` are those that it alone is for. */
export const pageName = (scenario: string, versions: NamedVersions = {}): string =>
  `${scenario}${versionSuffix(versions)}`;

/** The name of a folder for this variant: its kind, with the versions by which it is told from those it is `among`. */
export const variantFolder = (variant: Variant, among: readonly Variant[]): string =>
  `${variant.kind}${versionSuffix(tellingVersions(variant, among))}`;
