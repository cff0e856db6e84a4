import { hasLiteral, literalOf } from "../../scenario/literal.ts";
import { match, type TextMatch } from "../../scenario/match.ts";
import type { TellsApart } from "../../scenario/tells-apart.ts";
import { bullets, heading, type Inline, inlineCode, prose, strong } from "./markdown.ts";
import type { Page, Section } from "./page.ts";
import { toldSymptoms } from "./told-symptoms.ts";

/** Incidents that show alike, and how one knows that it is not one of them; nothing when the scenario names none. */
export const apartSection: Section = (page) => {
  const { tellsApart = [] } = page.scenario;
  return tellsApart.length === 0
    ? []
    : [heading(2, "Similar incidents"), bullets(tellsApart.map((one) => item(page, one)))];
};

const item = (page: Page, { from, how, look, unless, ask }: TellsApart): Inline[] => {
  const number = toldSymptoms(page.scenario).findIndex(({ title }) => title === ask?.title) + 1;
  return [
    strong(from),
    ": ",
    ...prose(how),
    ...(number === 0 ? [] : [` Symptom ${number} shows the difference.`]),
    ...seen(" Look for ", look),
    ...seen(" It is not this incident if you see ", unless),
  ];
};

/** Nothing where no text stands for the pattern: a reader cannot search for it, and `how` says it in words. */
const seen = (lead: string, wanted: string | RegExp | undefined): Inline[] => {
  const each = wanted === undefined ? [] : alternatives(wanted).map((one) => match(one));
  return each.length === 0 || !each.every(hasLiteral) ? [] : [lead, ...anyOf(each), "."];
};

const anyOf = (each: readonly TextMatch[]): Inline[] =>
  each.flatMap((one, index): Inline[] => [
    ...(index === 0 ? [] : [" or "]),
    // The first words are those of the index, not of dig.
    inlineCode(literalOf(one).replace(/^dig answer /, "")),
  ]);

/** A pattern of several texts is read more easily as those texts. */
const alternatives = (wanted: string | RegExp): (string | RegExp)[] => {
  const isList = wanted instanceof RegExp && wanted.source.includes("|") && !/[()]/.test(wanted.source);
  return isList ? wanted.source.split("|").map((one) => new RegExp(one, wanted.flags)) : [wanted];
};
