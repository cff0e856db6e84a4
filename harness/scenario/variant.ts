import type { MachineKind } from "./machine-kind.ts";
import { type PodmanVersion, usualPodman } from "./podman-version.ts";

/** What a drill runs on: a kind of machine, and the podman in it when one was asked for. */
export type Variant = { readonly kind: MachineKind; readonly podman?: PodmanVersion | undefined };

export const podmanOf = ({ podman }: Pick<Variant, "podman">): PodmanVersion => podman ?? usualPodman;

/** Each kind with each version, the versions of a kind one after the other; no version: nobody asked for one. */
export const variantsOf = <K extends MachineKind>(
  kinds: readonly K[],
  versions: readonly PodmanVersion[] = [],
): (Variant & { readonly kind: K })[] =>
  kinds.flatMap((kind) =>
    versions.length === 0 ? [{ kind }] : versions.map((podman) => ({ kind, podman })),
  );

/** Whether these differ in it, so that each has to be told with it. */
export const differIn = (part: "kind" | "podman", all: readonly Variant[]): boolean =>
  new Set(all.map((one) => (part === "kind" ? one.kind : podmanOf(one)))).size > 1;

/** The name of a page, and of its file of the index; `podman` is the version that it alone is for. */
export const pageName = (scenario: string, podman?: string): string =>
  podman === undefined ? scenario : `${scenario}-podman-${podman}`;

/** The name of a folder for this variant: its kind, with the version of podman where it is `among` several. */
export const variantFolder = (variant: Variant, among: readonly Variant[]): string =>
  differIn("podman", among) ? `${variant.kind}-podman-${podmanOf(variant)}` : variant.kind;
