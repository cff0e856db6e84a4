import type { Versions } from "../variants/versions.ts";
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
  | PerVersion;

/** A fingerprint that differs with the version in a dimension, and a sentence that says why. */
export type PerVersion = {
  readonly kind: "per-version";
  /** The dimension, such as "podman". */
  readonly of: string;
  readonly by: Readonly<Record<string, TextMatch>>;
  readonly why?: string;
};

export type MatchLike = string | RegExp | TextMatch | PerKind;

type PerKind = Partial<Record<MachineKind, string | RegExp | TextMatch>> & { readonly why?: string };
type ByVersion = Readonly<Record<string, string | RegExp | TextMatch>> & { readonly why?: string };

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

/** A match that differs with the version of a package: `perVersion("podman", { "4.3": "…", "5.4": "…", why: "…" })`. */
export const perVersion = (of: string, { why, ...versions }: ByVersion): TextMatch => ({
  kind: "per-version",
  of,
  by: Object.fromEntries(Object.entries(versions).map(([version, inner]) => [version, match(inner)])),
  ...(why === undefined ? {} : { why }),
});

/** The match that is declared for these versions. */
export const ofVersion = ({ of, by }: PerVersion, versions: Versions): TextMatch | undefined => {
  const version = versions[of];
  return version === undefined ? undefined : by[version];
};
