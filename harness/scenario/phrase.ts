import type { Versions } from "../variants/versions.ts";
import type { MachineKind } from "./machine-kind.ts";
import { fill, type ResolveAddress, type Text } from "./text.ts";

/** A sentence's end in pieces: plain words, and literal texts that a view may set apart. */
export type Phrase = readonly (string | { readonly literal: string } | { readonly pattern: string })[];

export type PhraseContext = {
  /** Absent: every kind is told. */
  readonly kind?: MachineKind | undefined;
  /** Absent: every version is told. */
  readonly versions?: Versions | undefined;
  readonly resolve: ResolveAddress;
};

export const literal = (text: string) => ({ literal: text });

export const join = (parts: readonly Phrase[], between = " and "): Phrase =>
  parts.flatMap((part, index) => (index === 0 ? part : [between, ...part])).filter((piece) => piece !== "");

/** The texts, each as a literal, with commas between them. */
export const texts = (all: readonly Text[], resolve: ResolveAddress): Phrase =>
  join(
    all.map((one) => [literal(fill(one, resolve))]),
    ", ",
  );
