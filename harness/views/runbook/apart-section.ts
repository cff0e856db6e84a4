import { literalOf } from "#harness/scenario/literal.ts";
import { match } from "#harness/scenario/match.ts";
import type { TellsApart } from "#harness/scenario/tells-apart.ts";
import { bullets, heading, type Inline, inlineCode, prose, strong } from "./markdown.ts";
import type { Page, Section } from "./page.ts";

/** Incidents that show alike, and how one knows that it is not one of them; nothing when the scenario names none. */
export const apartSection: Section = (page) => {
  const { tellsApart = [] } = page.scenario;
  return tellsApart.length === 0
    ? []
    : [heading(2, "What shows alike"), bullets(tellsApart.map((one) => item(page, one)))];
};

const item = (page: Page, { from, how, look, unless, ask }: TellsApart): Inline[] => {
  const number = page.scenario.symptoms.findIndex(({ title }) => title === ask?.title) + 1;
  return [
    strong(from),
    ": ",
    ...prose(how),
    ...(number === 0 ? [] : [` Number ${number} above shows it.`]),
    ...(look === undefined ? [] : [" Look for ", inlineCode(literalOf(match(look))), "."]),
    ...(unless === undefined
      ? []
      : [" It is not this incident if you see ", inlineCode(literalOf(match(unless))), "."]),
  ];
};
