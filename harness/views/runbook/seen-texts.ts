import { visibleLine } from "../../diagnosis/clean-line.ts";
import type { Seen, SeenText } from "../../diagnosis/index-entry.ts";
import { isEvidence, isTellingPart, keyOfText } from "../../diagnosis/known-texts.ts";
import { logicalLines } from "../../diagnosis/logical-lines.ts";
import type { CheckOutcome } from "../../journal/events.ts";
import type { Check } from "../../scenario/check.ts";
import type { EvaluationContext } from "../../scenario/evaluation.ts";
import { forKind } from "../../scenario/machine-kind.ts";
import { ofVersion, type TextMatch } from "../../scenario/match.ts";
import { fill } from "../../scenario/text.ts";
import { symptomSeen, wordsOf } from "../fingerprint.ts";
import { contextOf, type Page } from "./page.ts";

/** What each procedure of the drill saw of a symptom, the best procedure first. */
export const outcomesOf = (page: Page, check: Check): CheckOutcome[] =>
  page.runs.map(({ record }) => symptomSeen(record, check)).filter((one) => one !== undefined);

/** Where in a text the match is found; of one that is no part of it, nowhere. */
const foundAt = (
  match: TextMatch,
  text: string,
  context: EvaluationContext,
): [number, number] | undefined => {
  switch (match.kind) {
    case "per-kind": {
      const inner = forKind(match.by, context.kind);
      return inner && foundAt(inner, text, context);
    }
    case "per-version": {
      const inner = ofVersion(match, context.versions);
      return inner && foundAt(inner, text, context);
    }
    case "contains": {
      const value = fill(match.value, context.resolve);
      const at = text.indexOf(value);
      return at === -1 ? undefined : [at, at + value.length];
    }
    case "pattern": {
      const found = new RegExp(match.source, match.flags.replaceAll(/[gy]/g, "")).exec(text);
      return found === null ? undefined : [found.index, found.index + found[0].length];
    }
    default:
      return undefined;
  }
};

type Line = { readonly text: string; readonly core?: string; readonly about: boolean };

/** The lines of a command's output; those that the symptom asks for are what it is about. */
const commandLines = (check: Check, outcome: CheckOutcome, context: EvaluationContext): Line[] => {
  const { observation: seen } = outcome;
  if (check.probe.kind !== "command" || seen.kind !== "command") return [];
  const printed = wordsOf(outcome);
  const places = check.negated
    ? []
    : check.probe.expect.output.flatMap(({ match }) => {
        const place = foundAt(match, printed, context);
        return place === undefined ? [] : [place];
      });
  const wholeOutput = places.length === 0 && seen.exitCode !== 0;
  let start = 0;
  return printed.split("\n").map((text) => {
    const [from, to] = [start, start + text.length];
    start = to + 1;
    const place = places.find(([first, end]) => first < to && end > from);
    if (place === undefined) return { text, about: wholeOutput };
    return { text, core: text.slice(Math.max(place[0] - from, 0), place[1] - from), about: true };
  });
};

/** dig ends with it whatever went wrong, so by itself it is the sign of nothing. */
const digEnd = ";; no servers could be reached";

const digLines = ({ dig }: CheckOutcome): Line[] =>
  dig === undefined ? [] : logicalLines(dig.stdout).map((text) => ({ text, about: text.trim() !== digEnd }));

/** Every line that the drill saw of a symptom, with the real platform's addresses. */
const linesOf = (page: Page, check: Check): Line[] => {
  const { inText } = page.addresses;
  return outcomesOf(page, check)
    .flatMap((outcome) => [...commandLines(check, outcome, contextOf(page, check)), ...digLines(outcome)])
    .map(({ text, core, about }) => ({
      text: inText(visibleLine(text)),
      about,
      ...(core === undefined ? {} : { core: inText(visibleLine(core)) }),
    }));
};

export const printedLines = (page: Page, check: Check): string[] =>
  linesOf(page, check).map(({ text }) => text);

/** The lines by which a pasted text can be known: each once, whatever differs from one time to the next. */
export const seenTexts = (page: Page, check: Check, seen: Seen): SeenText[] => {
  const texts = linesOf(page, check)
    .filter(({ text }) => isEvidence(text))
    .map(
      ({ text, core, about }): SeenText => ({
        text,
        // What is too little, or says nothing of the error, is found with the whole line.
        ...(core === undefined || core === text || !isTellingPart(core) ? {} : { core }),
        about,
        seen,
      }),
    );
  return [...new Map(texts.toReversed().map((text) => [keyOfText(text), text])).values()].toReversed();
};
