import type { Command } from "../probes/command/value.ts";

/** One part of a printed section. In all but `printed`, `code` and **strong** are meant; every other sign is itself. */
export type Block =
  | { readonly heading: string }
  | { readonly text: string }
  | { readonly list: readonly string[] }
  /** Rows of cells; the first row is the head. */
  | { readonly table: readonly (readonly string[])[] }
  /** A text as a program printed it, over several lines or not. */
  | { readonly printed: string };

/** A section of the page that a command of the drill prints: a JSON array of blocks on stdout. */
export type PrintedSection = {
  readonly title: string;
  /** The command as it stands in a step's `run`: the same value, not one of the same text. */
  readonly from: Command;
};

const isText = (value: unknown): boolean => typeof value === "string";
const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
const isTable = (value: unknown): boolean => {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isTexts)) return false;
  return value.every((row) => row.length === value[0]?.length);
};

const blockKinds: ReadonlyMap<string, (content: unknown) => boolean> = new Map([
  ["heading", isText],
  ["text", isText],
  ["list", isTexts],
  ["table", isTable],
  ["printed", isText],
]);

const isBlock = (value: unknown): value is Block => {
  const [[kind = "", content] = [], ...others] = Object.entries(value ?? {});
  return others.length === 0 && blockKinds.get(kind)?.(content) === true;
};

/** @throws TypeError that says what is wrong with the text */
export const readBlocks = (stdout: string): readonly Block[] => {
  let value: unknown;
  try {
    value = JSON.parse(stdout);
  } catch (cause) {
    throw new TypeError(`stdout is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (!Array.isArray(value) || value.length === 0) throw new TypeError("stdout has no array of blocks");
  const wrong = value.find((block) => !isBlock(block));
  if (wrong !== undefined) throw new TypeError(`${JSON.stringify(wrong).slice(0, 80)} is not a block`);
  return value;
};
