import type { VersionOf } from "../variants/packages.ts";
import type { MachineKind } from "./machine-kind.ts";
import type { Text } from "./text.ts";

/** What a piece of output must be; inert, compared by `evaluate`. */
export type TextMatch =
  /** Equal after trailing newlines are dropped. */
  | { readonly kind: "equals"; readonly value: Text }
  | { readonly kind: "contains"; readonly value: Text }
  | { readonly kind: "pattern"; readonly source: string; readonly flags: string }
  /** The same set of lines, in any order. */
  | { readonly kind: "lines"; readonly values: readonly Text[] }
  | { readonly kind: "empty" }
  | { readonly kind: "not"; readonly match: TextMatch }
  /** A fingerprint that differs with the kind of machine, and a sentence that says why. */
  | {
      readonly kind: "per-kind";
      readonly by: Readonly<Partial<Record<MachineKind, TextMatch>>>;
      readonly why?: string;
    }
  /** A fingerprint that differs with the version of podman, and a sentence that says why. */
  | {
      readonly kind: "per-podman";
      readonly by: Readonly<Partial<Record<VersionOf<"podman">, TextMatch>>>;
      readonly why?: string;
    };

export type MatchLike = string | RegExp | TextMatch | PerKind;

type PerKind = Partial<Record<MachineKind, string | RegExp | TextMatch>> & { readonly why?: string };
type PerPodman = Partial<Record<VersionOf<"podman">, string | RegExp | TextMatch>> & {
  readonly why?: string;
};

const isTextMatch = (value: object): value is TextMatch => "kind" in value;

/** A match from what authors write: a string is contained, a RegExp is searched. */
export const match = (value: MatchLike): TextMatch => {
  if (typeof value === "string") return { kind: "contains", value: [value] };
  if (value instanceof RegExp) return { kind: "pattern", source: value.source, flags: value.flags };
  if (isTextMatch(value)) return value;
  const { why, ...kinds } = value;
  const by = Object.fromEntries(
    Object.entries(kinds).map(([kind, inner]) => [kind, match(inner as string | RegExp | TextMatch)]),
  );
  return { kind: "per-kind", by, ...(why === undefined ? {} : { why }) };
};

/** A match that differs with podman's version: `perPodman({ "4.3": "…", "5.4": "…", why: "…" })`. */
export const perPodman = ({ why, ...versions }: PerPodman): TextMatch => ({
  kind: "per-podman",
  by: Object.fromEntries(
    Object.entries(versions).map(([version, inner]) => [
      version,
      match(inner as string | RegExp | TextMatch),
    ]),
  ),
  ...(why === undefined ? {} : { why }),
});
