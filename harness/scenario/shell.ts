import { inspect } from "node:util";
import { ScenarioError } from "../errors.ts";
import { isPlaceholder, type Placeholder, type Text } from "./text.ts";

/** Shell text that is put into a template as it is, without quotes. */
export type Raw = { readonly kind: "raw"; readonly text: Text };

export type Interpolated = string | number | Placeholder | Raw | readonly (string | number | Placeholder)[];

export const raw = (shellText: string): Raw => ({ kind: "raw", text: [shellText] });

/** The word as one argument of a POSIX shell. */
export const quote = (word: string): string =>
  /^[A-Za-z0-9_@%+=:,./^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

const isWord = (value: unknown): boolean =>
  typeof value === "string" ||
  Number.isFinite(value) ||
  isPlaceholder(value) ||
  (Array.isArray(value)
    ? value.every(isWord)
    : typeof value === "object" && (value as Partial<Raw> | null)?.kind === "raw");

/** A scenario is run without its types being looked at, and a word that is missing makes another command. */
const assertWord = (literals: TemplateStringsArray, value: unknown): void => {
  if (isWord(value)) return;
  throw new ScenarioError(`the command "${literals.raw.join("…").trim()}" has no value in place of …`, {
    got: inspect(value),
    expected: "a text, a number, an address, raw(…), or a list of them",
  });
};

/** A command that reads this text as its input. */
export const hereDocument = (command: string, body: string): string => {
  const lines = body.split("\n");
  let end = "EOF";
  while (lines.includes(end)) end += "_";
  return `${command} <<'${end}'\n${body}${body.endsWith("\n") || body === "" ? "" : "\n"}${end}`;
};

const interpolate = (value: Interpolated): Text => {
  if (typeof value === "string") return [quote(value)];
  if (typeof value === "number") return [String(value)];
  if (isPlaceholder(value)) return [value];
  if ("kind" in value && value.kind === "raw") return value.text;
  return (value as readonly (string | number | Placeholder)[]).flatMap((item, index) => [
    ...(index === 0 ? [] : [" "]),
    ...interpolate(item),
  ]);
};

/**
 * The script of a template literal: interpolated values are quoted, each as one argument.
 * @throws ScenarioError for a value that is no word
 */
export const shellText = (strings: TemplateStringsArray, values: readonly Interpolated[]): Text => {
  const parts: (string | Placeholder)[] = [];
  strings.raw.forEach((literal, index) => {
    parts.push(literal);
    if (index >= values.length) return;
    const value = values[index];
    assertWord(strings, value);
    if (value !== undefined) parts.push(...interpolate(value));
  });
  return parts.filter((part) => part !== "");
};
