import type { EvaluationContext } from "./evaluation.ts";
import type { TextMatch } from "./match.ts";
import { usualPodman } from "./podman-version.ts";
import { fill } from "./text.ts";

const withoutEnd = (text: string): string => text.replace(/\n+$/, "");

const lineSet = (text: string): string[] =>
  withoutEnd(text)
    .split("\n")
    .filter((line) => line !== "")
    .sort();

/** Whether the text is what the match describes; a match without a word for this kind of machine, or this podman, never holds. */
export const matches = (match: TextMatch, text: string, context: EvaluationContext): boolean => {
  switch (match.kind) {
    case "equals":
      return withoutEnd(text) === withoutEnd(fill(match.value, context.resolve));
    case "contains":
      return text.includes(fill(match.value, context.resolve));
    case "pattern":
      return new RegExp(match.source, match.flags).test(text);
    case "lines": {
      const wanted = match.values.map((value) => fill(value, context.resolve)).sort();
      const found = lineSet(text);
      return wanted.length === found.length && wanted.every((line, index) => line === found[index]);
    }
    case "empty":
      return text.trim() === "";
    case "not":
      return !matches(match.match, text, context);
    case "per-kind": {
      const inner = match.by[context.kind];
      return inner !== undefined && matches(inner, text, context);
    }
    case "per-podman": {
      const inner = match.by[context.podman ?? usualPodman];
      return inner !== undefined && matches(inner, text, context);
    }
    default:
      return unknownMatch(match);
  }
};

/** The match in words, for example `stdout that is "running"`. */
export const describeMatch = (match: TextMatch, context: EvaluationContext, stream: string): string => {
  const where = stream === "output" ? "output" : stream;
  switch (match.kind) {
    case "equals":
      return `${where} that is ${JSON.stringify(fill(match.value, context.resolve))}`;
    case "contains":
      return `${where} that contains ${JSON.stringify(fill(match.value, context.resolve))}`;
    case "pattern":
      return `${where} that matches /${match.source}/${match.flags}`;
    case "lines":
      return `the lines ${match.values.map((value) => fill(value, context.resolve)).join(", ")} on ${where}`;
    case "empty":
      return `nothing on ${where}`;
    case "not":
      return `not ${describeMatch(match.match, context, stream)}`;
    case "per-kind": {
      const inner = match.by[context.kind];
      return inner === undefined
        ? `a text declared for a ${context.kind}`
        : describeMatch(inner, context, stream);
    }
    case "per-podman": {
      const version = context.podman ?? usualPodman;
      const inner = match.by[version];
      return inner === undefined
        ? `a text declared for podman ${version}`
        : describeMatch(inner, context, stream);
    }
    default:
      return unknownMatch(match);
  }
};

const unknownMatch = (match: never): never => {
  throw new TypeError(`unknown kind of match: ${JSON.stringify(match)}`);
};
