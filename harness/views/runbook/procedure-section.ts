import type { RootContent } from "mdast";
import { type StepRecord, stepsIn } from "../../journal/drill-record.ts";
import { type Check, isShown } from "../../scenario/check.ts";
import type { Step } from "../../scenario/step.ts";
import { termsOf } from "../../scenario/terms.ts";
import { expectationOf } from "../expectation.ts";
import { limit } from "../time-words.ts";
import { lastingBlocks } from "./lasting.ts";
import {
  code,
  heading,
  type Inline,
  inlineCode,
  link,
  paragraph,
  phrase,
  prose,
  quotation,
  strong,
} from "./markdown.ts";
import { otherwiseTold } from "./otherwise.ts";
import { outcomeOf } from "./outcome.ts";
import { anchorOf, contextOf, linkFrom, otherTitle, type Page, type Run, recoveryTitle } from "./page.ts";
import { commandBlocks, isShort, typed, typist } from "./typing.ts";

/** The recommended procedure, step by step, as it was carried out; `before`: what must be read before its first step. */
export const recoverySection = (page: Page, before: readonly RootContent[]): RootContent[] => {
  const [best] = page.runs;
  return [
    heading(2, ...prose(recoveryTitle(page))),
    paragraph(...prose(best.procedure.summary), ...calledWords(best)),
    ...termsNote(best),
    ...before,
    ...stepSections(page, best),
  ];
};

/** Another one; `elsewhere`: on other machines than the page's. A step that the recovery has, too, is named alone. */
export const procedureSection = (
  page: Page,
  run: Run,
  elsewhere?: { readonly on: string; readonly note: readonly Inline[] },
): RootContent[] => [
  heading(
    2,
    ...prose(otherTitle(run.procedure)),
    ...(elsewhere === undefined ? [] : [` (on ${elsewhere.on})`]),
  ),
  paragraph(...prose(run.procedure.summary), ...calledWords(run)),
  ...termsNote(run),
  ...(elsewhere === undefined ? [] : [paragraph(...elsewhere.note)]),
  ...stepSections(page, run),
];

const calledWords = ({ id }: Run): Inline[] => [" In the drill it is called ", inlineCode(id), "."];

/** What one must know before choosing it: what is missing, when it ends, what a person must do. */
const termsNote = ({ procedure }: Run): RootContent[] => {
  const { needs, lasts, interactive } = termsOf(procedure);
  const parts: Inline[] = [
    ...(needs === undefined
      ? []
      : [
          strong("Not possible today:"),
          " it needs ",
          ...prose(needs),
          ", which the platform does not have. ",
        ]),
    ...(lasts === undefined ? [] : ["It lasts only ", ...prose(lasts), ". "]),
    ...(interactive === undefined ? [] : ["A person must ", ...prose(interactive), "."]),
  ];
  return parts.length === 0 ? [] : [quotation(...parts)];
};

const stepSections = (page: Page, run: Run): RootContent[] => {
  const seen = stepsIn(run.record, "recovery");
  const [best] = page.runs;
  const known = run === best ? [] : best.procedure.steps;
  const placeOf = (same: (one: Step) => unknown, step: Step): number =>
    known.findIndex((one) => JSON.stringify(same(one)) === JSON.stringify(same(step))) + 1;
  return run.procedure.steps.flatMap((step, index) => {
    const number = index + 1;
    const same = placeOf((one) => one, step);
    if (same > 0) {
      return [
        paragraph(strong(`${number}. `, ...prose(step.title)), " is ", recoveryStep(page, run, same), "."),
      ];
    }
    const sameCommands = placeOf(({ run: commands, why }) => [commands, why], step);
    return stepSection(page, run, {
      step,
      number,
      sameCommands,
      seen: seen.find((one) => one.number === number),
    });
  });
};

/** A step of the recommended procedure, from where another one stands. */
const recoveryStep = (page: Page, run: Run, number: number): Inline => {
  const title = page.runs[0].procedure.steps[number - 1]?.title ?? "";
  return link(`step ${number} of the recovery`, linkFrom(page, run, anchorOf(`${number}. ${title}`)));
};

type ToldStep = {
  readonly step: Step;
  readonly number: number;
  /** The step of the recovery that has the same commands; 0 where none has. */
  readonly sameCommands: number;
  readonly seen: StepRecord | undefined;
};

const stepSection = (page: Page, run: Run, told: ToldStep): RootContent[] => {
  const { step, number, sameCommands, seen } = told;
  return [
    heading(3, `${number}. `, ...prose(step.title)),
    ...(sameCommands > 0
      ? [paragraph("The commands are those of ", recoveryStep(page, run, sameCommands), ".")]
      : [
          paragraph(...prose(step.why)),
          ...onThePlatform(step),
          ...commandBlocks(
            page,
            step.run.map((what, index) => ({ what, after: outcomeOf(seen?.actions[index]) })),
          ),
        ]),
    ...verifications(page, step, otherwiseTold(page, run, { step, number, within: limit(step.withinMs) })),
    ...lastingBlocks(page, step),
  ];
};

/** The checks of a step, and after the last one what to do when one does not hold. */
const verifications = (
  page: Page,
  step: Step,
  { words, blocks }: ReturnType<typeof otherwiseTold>,
): RootContent[] => {
  const checks = step.verify.filter(isShown);
  return [
    ...checks.flatMap((check, index) =>
      verification(page, check, index === checks.length - 1 ? [" ", ...words] : []),
    ),
    ...(checks.length === 0 ? [paragraph(...words)] : []),
    ...blocks,
  ];
};

/** Above the command, so that an operator reads it before typing what only a drill has. */
const onThePlatform = ({ onThePlatform: note }: Step): RootContent[] =>
  note === undefined ? [] : [quotation(strong("On the real platform:"), " ", ...prose(note))];

const verification = (page: Page, check: Check, end: readonly Inline[]): RootContent[] => {
  const command = typed(page, check.probe);
  const expected = phrase(expectationOf(check, contextOf(page, check)));
  const who = typist(page, check.probe);
  if (!isShort(page, command)) {
    return [
      paragraph(
        strong("Check:"),
        " ",
        ...prose(check.title),
        ". ",
        ...(who.length === 0 ? ["This "] : [...who, ", this "]),
        ...expected,
        ":",
      ),
      code("sh", command),
      ...(end.length === 0 ? [] : [paragraph(...end.slice(1))]),
    ];
  }
  const by: Inline[] = who.length === 0 ? [] : [" (", ...lowered(who), ")"];
  // That a command succeeds says nothing of what is looked for.
  const claim: Inline[] = isBare(expected) ? [...prose(check.title), ". "] : [];
  return [
    paragraph(strong("Check:"), " ", ...claim, inlineCode(command), ...by, " ", ...expected, ".", ...end),
  ];
};

const isBare = (expected: readonly Inline[]): boolean =>
  expected.every((piece) => typeof piece === "string" && /^(?:succeeds|fails|answers)?$/.test(piece));

const lowered = ([first, ...rest]: readonly Inline[]): Inline[] => [
  typeof first === "string" ? first.toLowerCase() : (first ?? ""),
  ...rest,
];
