import { onKind } from "../scenario/machine-kind.ts";
import { differIn, podmanOf, type Variant } from "../scenario/variant.ts";

/** "a container", or "a container with podman 4.3" where those it is `among` have several versions. */
export const onVariant = (variant: Variant, among: readonly Variant[]): string =>
  differIn("podman", among)
    ? `${onKind(variant.kind)} with podman ${podmanOf(variant)}`
    : onKind(variant.kind);

/** The head of a column: what tells this one from those it is among. */
export const variantHead = (variant: Variant, among: readonly Variant[]): string => {
  if (!differIn("podman", among)) return variant.kind;
  const podman = `podman ${podmanOf(variant)}`;
  return differIn("kind", among) ? `${variant.kind}, ${podman}` : podman;
};
