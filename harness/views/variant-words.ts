import { type MachineKind, onKind } from "../scenario/machine-kind.ts";
import type { Procedure } from "../scenario/scenario.ts";
import { differIn, tellingVersions, type Variant } from "../variants/variant.ts";
import { type Versions, versionWords } from "../variants/versions.ts";

/** " with podman 4.3"; nothing for no version. */
export const withVersions = (versions: Versions): string => {
  const words = versionWords(versions);
  return words === "" ? "" : ` with ${words}`;
};

/** "a container", or "a container with podman 4.3" where those it is `among` have several versions. */
export const onVariant = (variant: Variant, among: readonly Variant[]): string =>
  `${onKind(variant.kind)}${withVersions(tellingVersions(variant, among))}`;

/** The head of a column: what tells this one from those it is among. */
export const variantHead = (variant: Variant, among: readonly Variant[]): string => {
  const versions = versionWords(tellingVersions(variant, among));
  if (versions === "") return variant.kind;
  return differIn("kind", among) ? `${variant.kind}, ${versions}` : versions;
};

type Excluding = Pick<Procedure, "notOn" | "notWith">;
type Reasons = readonly (readonly [where: string, reason: string])[];

/** "on a container" and why not there, for each kind that is excluded. */
export const notOnReasons = ({ notOn }: Excluding): Reasons =>
  Object.entries(notOn).map(([kind, reason]) => [`on ${onKind(kind as MachineKind)}`, reason]);

/** The same of versions: "with podman 4.3". */
export const notWithReasons = ({ notWith = {} }: Excluding): Reasons =>
  Object.entries(notWith).flatMap(([name, reasons]) =>
    Object.entries(reasons).map(
      ([version, reason]) => [`with ${versionWords({ [name]: version })}`, reason] as const,
    ),
  );
