import type { Question } from "./catalogue/message.ts";
import type { Values } from "./evidence.ts";

/** The text comes from outside, and its values become words of a command. */
const isPlain = (value: string): boolean => /^[\w@%+=:,./-]+$/.test(value);

const filled = (template: string, values: Values): string =>
  template.replaceAll(/\{(\w+)(?:\|([^}]*))?\}/g, (_, name: string, other: string | undefined) => {
    const value = values[name];
    return value !== undefined && isPlain(value) ? value : (other ?? name.toUpperCase());
  });

/** The question with the reader's own values in it; where the text has none, a word in capitals or a command. */
export const withValues = ({ ask, run, yes }: Question, values: Values): Question => ({
  ask: filled(ask, values),
  run: filled(run, values),
  yes: filled(yes, values),
});

const kinds: readonly RegExp[] = [
  /(?<=\/run\/user\/)\d+|(?<=\b(?:pw_|st_)?[ug]id[:=])\d+/g,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
  /(?<![\w.:/])\/[\w.@+~-]+(?:\/[\w.@+~-]+)+/g,
  /(?<=["'`])[\w.-]+(?=["'`])/g,
];

/** A text of a drill with the UIDs, addresses, paths and names of the reader's line in place of the drilled line's. */
export const inPlaceOf = (text: string, drilledLine: string, readLine: string): string => {
  const pairs = kinds.flatMap((kind) => {
    const [drilled, read] = [drilledLine.match(kind) ?? [], readLine.match(kind) ?? []];
    return drilled.length === read.length
      ? drilled.map((value, at) => [value, read[at] ?? value] as const)
      : [];
  });
  const own = new Map(pairs.filter(([drilled, read]) => drilled !== read && drilled.length > 2));
  if (own.size === 0) return text;
  const escaped = [...own.keys()].map((value) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\w.])(?:${escaped.join("|")})(?![\\w-]|\\.\\w)`, "g");
  return text.replaceAll(pattern, (value) => own.get(value) ?? value);
};
