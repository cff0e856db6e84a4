import { dimensionWord } from "../variants/versions.ts";
import type { EvaluationContext } from "./evaluation.ts";
import { plainPartsOf } from "./literal.ts";
import { forKind } from "./machine-kind.ts";
import { ofVersion, type TextMatch } from "./match.ts";
import { join, literal, type Phrase, type PhraseContext, texts } from "./phrase.ts";
import { fill } from "./text.ts";

/** What is known of a kind of match. */
type Definition<Match> = {
  readonly holds: (match: Match, text: string, context: EvaluationContext) => boolean;
  /** As a drill tells what it expected: `stdout that is "running"`. */
  readonly described: (match: Match, context: EvaluationContext, stream: string) => string;
  /** As a page tells what the command does: "prints `running`". */
  readonly phrase: (match: Match, stream: string, context: PhraseContext) => Phrase;
};

/** A pattern of plain texts in words, because it is read by people; any other one as it is written. */
const patternPhrase = (
  { source, flags }: Extract<TextMatch, { kind: "pattern" }>,
  stream: string,
): Phrase => {
  const parts = plainPartsOf(source);
  if (parts === undefined) return [`${verb(stream)} what matches `, { pattern: `/${source}/${flags}` }];
  const has = stream === "body" ? "its body has" : "prints";
  const [first, ...rest] = parts;
  if (rest.length > 0) {
    const each = parts.map(({ text }) => [literal(text)]);
    return parts.every(({ begins }) => begins)
      ? [`${has} lines that begin with `, ...join(each, ", ")]
      : [`${has}, one after the other, `, ...join(each, ", ")];
  }
  if (first?.begins !== true)
    return [stream === "body" ? "its body has " : "prints a text with ", literal(first?.text ?? "")];
  return [`${has} a ${flags.includes("m") ? "line" : "text"} that begins with `, literal(first.text)];
};

const withoutEnd = (text: string): string => text.replace(/\n+$/, "");

const lineSet = (text: string): string[] =>
  withoutEnd(text)
    .split("\n")
    .filter((line) => line !== "")
    .sort();

const verb = (stream: string): string => (stream === "body" ? "its body is" : "prints");
const on = (stream: string): string => (stream === "stderr" ? " on stderr" : "");

/** Each match with the machines that it is declared for. */
const eachOf = (
  by: Readonly<Record<string, TextMatch>>,
  where: string,
  stream: string,
  context: PhraseContext,
): Phrase =>
  join(
    Object.entries(by).map(([name, match]) => [...matchPhrase(match, stream, context), ` ${where} ${name}`]),
    ", or ",
  );

const definitions: { readonly [Kind in TextMatch["kind"]]: Definition<Extract<TextMatch, { kind: Kind }>> } =
  {
    equals: {
      holds: ({ value }, text, { resolve }) => withoutEnd(text) === withoutEnd(fill(value, resolve)),
      described: ({ value }, { resolve }, stream) =>
        `${stream} that is ${JSON.stringify(fill(value, resolve))}`,
      phrase: ({ value }, stream, { resolve }) => [
        `${verb(stream)} `,
        literal(fill(value, resolve)),
        on(stream),
      ],
    },
    contains: {
      holds: ({ value }, text, { resolve }) => text.includes(fill(value, resolve)),
      described: ({ value }, { resolve }, stream) =>
        `${stream} that contains ${JSON.stringify(fill(value, resolve))}`,
      phrase: ({ value }, stream, { resolve }) => [
        stream === "body" ? "its body has " : "prints a text with ",
        literal(fill(value, resolve)),
        on(stream),
      ],
    },
    pattern: {
      holds: ({ source, flags }, text) => new RegExp(source, flags).test(text),
      described: ({ source, flags }, _, stream) => `${stream} that matches /${source}/${flags}`,
      phrase: (match, stream) => [...patternPhrase(match, stream), on(stream)],
    },
    lines: {
      holds: ({ values }, text, { resolve }) => {
        const wanted = values.map((value) => fill(value, resolve)).sort();
        const found = lineSet(text);
        return wanted.length === found.length && wanted.every((line, index) => line === found[index]);
      },
      described: ({ values }, { resolve }, stream) =>
        `the lines ${values.map((value) => fill(value, resolve)).join(", ")} on ${stream}`,
      phrase: ({ values }, stream, { resolve }) => [
        `${verb(stream)} the lines `,
        ...texts(values, resolve),
        on(stream),
      ],
    },
    empty: {
      holds: (_, text) => text.trim() === "",
      described: (_match, _context, stream) => `nothing on ${stream}`,
      phrase: (_, stream) => [stream === "body" ? "its body is empty" : `prints nothing${on(stream)}`],
    },
    not: {
      holds: ({ match }, text, context) => !matches(match, text, context),
      described: ({ match }, context, stream) => `not ${describeMatch(match, context, stream)}`,
      phrase: ({ match }, stream, context) => ["not: ", ...matchPhrase(match, stream, context)],
    },
    "per-kind": {
      holds: ({ by }, text, context) => {
        const own = forKind(by, context.kind);
        return own !== undefined && matches(own, text, context);
      },
      described: ({ by }, context, stream) => {
        const own = forKind(by, context.kind);
        return own === undefined
          ? `a text declared for a ${context.kind}`
          : describeMatch(own, context, stream);
      },
      phrase: ({ by }, stream, context) => {
        const own = context.kind === undefined ? undefined : forKind(by, context.kind);
        return own ? matchPhrase(own, stream, context) : eachOf(by, "on a", stream, context);
      },
    },
    "per-version": {
      holds: (match, text, context) => {
        const own = ofVersion(match, context.versions);
        return own !== undefined && matches(own, text, context);
      },
      described: (match, context, stream) => {
        const own = ofVersion(match, context.versions);
        const version = context.versions[match.of] ?? `in Debian ${context.versions.release}`;
        return own === undefined
          ? `a text declared for ${dimensionWord(match.of)} ${version}`
          : describeMatch(own, context, stream);
      },
      phrase: (match, stream, context) => {
        const own = ofVersion(match, context.versions ?? {});
        return own
          ? matchPhrase(own, stream, context)
          : eachOf(match.by, `with ${dimensionWord(match.of)}`, stream, context);
      },
    },
  };

const definitionOf = (match: TextMatch): Definition<TextMatch> => {
  if (Object.hasOwn(definitions, match.kind)) return definitions[match.kind] as Definition<TextMatch>;
  throw new TypeError(`unknown kind of match: ${JSON.stringify(match)}`);
};

/** Whether the text is what the match describes; a match without a word for this kind of machine, or these versions, never holds. */
export const matches = (match: TextMatch, text: string, context: EvaluationContext): boolean =>
  definitionOf(match).holds(match, text, context);

/** The match in words, for example `stdout that is "running"`. */
export const describeMatch = (match: TextMatch, context: EvaluationContext, stream: string): string =>
  definitionOf(match).described(match, context, stream);

/** What a command whose output is matched does, for example "prints `running`". */
export const matchPhrase = (match: TextMatch, stream: string, context: PhraseContext): Phrase =>
  definitionOf(match).phrase(match, stream, context);
