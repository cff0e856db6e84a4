import type { Colors } from "picocolors/types.js";
import { firstLines } from "./visible.ts";
import { fold } from "./width.ts";

type Message = { readonly headline: string; readonly facts: Readonly<Record<string, unknown>> };

export type BlockStyle = { readonly colors: Colors; readonly columns: number };

/** The order in which a reader needs the facts; others follow as they come, a trace last. */
const order = ["claimed", "command", "expected", "got", "waited", "next"];

const mostLines = 12;

/** The facts of a message as label and text, in the reader's order, without the place. */
const factsOf = (facts: Readonly<Record<string, unknown>>): [label: string, value: string][] => {
  const texts = Object.entries(facts).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && entry[1] !== "" && entry[0] !== "where",
  );
  const rank = (label: string): number =>
    label === "trace" ? order.length + 1 : order.includes(label) ? order.indexOf(label) : order.length;
  return texts.sort(([a], [b]) => rank(a) - rank(b));
};

/** The place and the facts of a message, one line each, long ones continued below themselves. */
export const factLines = (message: Message, indent: string, style: BlockStyle): string[] => {
  const { facts } = message;
  const where = typeof facts["where"] === "string" ? facts["where"] : "";
  const place = where === "" ? [] : fold(firstLines(where, 1).lines[0] ?? "", style.columns - indent.length);
  const lines = factsOf(facts).flatMap(([label, value]) => factLine(label, value, `${indent}  `, style));
  return [...place.map((line) => indent + line), ...lines];
};

const factLine = (
  label: string,
  value: string,
  indent: string,
  { colors, columns }: BlockStyle,
): string[] => {
  const { lines, more } = firstLines(value, mostLines);
  const left = `${indent}${label.padEnd(8)}  `;
  const folded = lines.flatMap((line) => fold(line, Math.max(20, columns - left.length)));
  const all = more === 0 ? folded : [...folded, `… ${more} more lines, in the journal`];
  return all.map((line, index) =>
    index === 0 ? `${indent}${colors.dim(label.padEnd(8))}  ${line}` : " ".repeat(left.length) + line,
  );
};
