import type { MachineKind } from "../../scenario/machine-kind.ts";
import { likeKind } from "../../scenario/machine-kind.ts";
import type { TextMatch } from "../../scenario/match.ts";
import type { PodmanVersion } from "../../scenario/podman-version.ts";
import { podmanOf, type Variant } from "../../scenario/variant.ts";

/** A text, and the machines that it is declared for; a part that is absent is any. */
type Leaf = {
  readonly kind?: MachineKind;
  readonly podman?: PodmanVersion;
  readonly match: TextMatch;
};

/** One text, and every machine that it is declared for. */
export type Group = { readonly match: TextMatch; readonly leaves: readonly Leaf[] };

/** What a match comes to on each machine that it names. */
export const leavesOf = (match: TextMatch): Leaf[] => {
  if (match.kind === "per-kind") {
    return (Object.entries(match.by) as [MachineKind, TextMatch][]).flatMap(([kind, inner]) =>
      leavesOf(inner).map((leaf) => ({ kind, ...leaf })),
    );
  }
  if (match.kind === "per-podman") {
    return (Object.entries(match.by) as [PodmanVersion, TextMatch][]).flatMap(([podman, inner]) =>
      leavesOf(inner).map((leaf) => ({ podman, ...leaf })),
    );
  }
  return [{ match }];
};

/** The same, each text once, in the order of the scenario. */
export const groupsOf = (match: TextMatch): Group[] => {
  const groups = Map.groupBy(leavesOf(match), (leaf) => JSON.stringify(leaf.match));
  return [...groups.values()].flatMap((leaves) => {
    const [first] = leaves;
    return first === undefined ? [] : [{ match: first.match, leaves }];
  });
};

export const reasonsOf = (match: TextMatch): string[] =>
  match.kind === "per-kind" || match.kind === "per-podman"
    ? [
        ...(match.why === undefined ? [] : [match.why]),
        ...Object.values(match.by).flatMap((inner) => (inner === undefined ? [] : reasonsOf(inner))),
      ]
    : [];

export const isFor = ({ leaves }: Group, variant: Variant): boolean =>
  leaves.some(
    ({ kind = variant.kind, podman = podmanOf(variant) }) =>
      kind === variant.kind && podman === podmanOf(variant),
  );

/** "on a VM or a real host", "with podman 4.3", "on a container with podman 5.4 or 5.8, or on a VM or a real host". */
export const groupWords = ({ leaves }: Group): string =>
  [...Map.groupBy(leaves, ({ kind }) => kind)]
    .map(([kind, own]) => {
      const versions = own.flatMap(({ podman }) => podman ?? []);
      return [
        ...(kind === undefined ? [] : [`on ${likeKind(kind)}`]),
        ...(versions.length === 0 ? [] : [`with podman ${versions.join(" or ")}`]),
      ].join(" ");
    })
    .join(", or ");
