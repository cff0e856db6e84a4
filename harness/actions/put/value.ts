import type { Text, TextLike } from "../../scenario/text.ts";

/** A file that is written into a machine. */
export type PutFile = {
  readonly kind: "put";
  readonly machine: string;
  readonly path: string;
  /** Text, or a program of this repository bundled into one ES module. */
  readonly content: Text | { readonly bundleOf: string };
  /** Octal, as chmod takes it. */
  readonly mode: string;
  readonly owner: string;
  /** Shell text that a page has in place of the file. */
  readonly typed?: Text;
};

export type PutFields = {
  readonly content: TextLike | { readonly bundleOf: string };
  /** Octal. @default "0644" */
  readonly mode?: string;
  /** @default "root:root" */
  readonly owner?: string;
  /** For a file of the rig alone: the platform's commands in its place, or an empty text where the step's note says it. */
  readonly typedAs?: TextLike;
};
