import type { RootContent } from "mdast";
import { type Check, isShown } from "../../scenario/check.ts";
import type { Step } from "../../scenario/step.ts";
import { expectationOf } from "../expectation.ts";
import { dateOf } from "../time-words.ts";
import { shellLines } from "./becoming.ts";
import { takeBest } from "./comparison-section.ts";
import { seenShortly, sentence } from "./incident-section.ts";
import {
  bullets,
  heading,
  type Inline,
  inlineCode,
  link,
  numbered,
  paragraph,
  phrase,
  prose,
  strong,
} from "./markdown.ts";
import { contextOf, type Page } from "./page.ts";
import { heldBefore } from "./preparation-section.ts";
import { mostTelling, toldSymptoms } from "./told-symptoms.ts";
import { typed, typist } from "./typing.ts";

/** One printed page has so many lines of so many characters. */
export const mostShortLines = 60;
const shortColumns = 100;

/** How much of a step stands on it: its title; its commands, too; the checks, too. */
export const details = ["checks", "commands", "titles"] as const;
export type Detail = (typeof details)[number];

/** A longer command stands on the page alone. */
const longestCommand = 400;

/** So many lines a text has on paper. */
export const printedLineCount = (text: string): number =>
  text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / shortColumns)), 0);

/** The runbook on one printed page, for a reader who knows the whole one. */
export const shortForm = (page: Page, detail: Detail): RootContent[] => {
  const { scenario } = page;
  const [best] = page.runs;
  const first = toldSymptoms(scenario).slice(0, mostTelling);
  const held = heldBefore(page);
  const become = shellLines(page, [
    ...[...first, ...held].map(({ probe }) => probe),
    ...best.procedure.steps.flatMap(({ run, verify }) => [
      ...run,
      ...verify.filter(isShown).map(({ probe }) => probe),
    ]),
  ]);
  return [
    heading(1, ...prose(scenario.title)),
    paragraph(
      `Short form, verified ${dateOf(page.verifiedMs)}. The whole page: `,
      link(`${page.name}.md`, `${page.name}.md`),
      ".",
    ),
    ...(become.length === 0 ? [] : [bullets(become)]),
    paragraph(strong(scenario.anySymptom === true ? "One of these is enough:" : "It is this incident if:")),
    bullets(first.map((check) => symptomItem(page, check))),
    paragraph(...takeBest(page)),
    ...(scenario.never.length === 0 ? [] : [bullets(scenario.never.map(prose))]),
    ...(held.length === 0 ? [] : [paragraph(strong("Before step 1:"))]),
    ...(held.length === 0 ? [] : [bullets(held.map((check) => checkItem(page, check)))]),
    numbered(best.procedure.steps.map((step) => stepItem(page, step, detail))),
    paragraph(
      "What to do when a check does not hold, and when it is over: ",
      link("the whole page", `${page.name}.md`),
      ".",
    ),
  ];
};

const who = (page: Page, what: Step["run"][number] | Check["probe"]): Inline[] => {
  const words = typist(page, what);
  return words.length === 0 ? [] : [...words, ": "];
};

const symptomItem = (page: Page, check: Check): Inline[] => [
  ...prose(sentence(check.title)),
  " ",
  ...who(page, check.probe),
  inlineCode(typed(page, check.probe)),
  " ",
  ...seenShortly(page, check),
  ".",
];

const checkItem = (page: Page, check: Check): Inline[] => {
  const command = typed(page, check.probe);
  if (command.length > longestCommand) return [...prose(check.title), " (the whole page has the command)."];
  return [
    ...who(page, check.probe),
    inlineCode(command),
    " ",
    ...phrase(expectationOf(check, contextOf(page, check))),
    ".",
  ];
};

const stepItem = (page: Page, step: Step, detail: Detail): Inline[] => {
  const title = strong(...prose(step.title));
  // What is different on the real platform is too long for this page, and must not be missed.
  const note: Inline[] =
    page.platform === undefined || step.onThePlatform === undefined
      ? []
      : [". Read its note on the whole page first"];
  if (detail === "titles") return [title, ...note, " (the whole page has the commands)"];
  const commands = step.run
    .map((what) => ({ what, text: typed(page, what) }))
    .filter(({ text }) => text !== "");
  const isLong = commands.some(({ text }) => text.includes("\n") || text.length > longestCommand);
  const done: Inline[] = isLong
    ? [". The whole page has the commands."]
    : commands.length === 0
      ? [". It has no command."]
      : [
          ". ",
          ...commands.flatMap(({ what, text }): Inline[] => [...who(page, what), inlineCode(text), " "]),
        ];
  const check = step.verify.find(isShown);
  return [
    title,
    ...note,
    ...done,
    ...(detail === "commands" || check === undefined ? [] : [" ✓ ", ...checkItem(page, check)]),
  ];
};
