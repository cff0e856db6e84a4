import type { RootContent } from "mdast";
import type { ProcedureRecord, StepRecord } from "../../journal/drill-record.ts";
import type { Check } from "../../scenario/check.ts";
import type { Procedure } from "../../scenario/scenario.ts";
import type { Step } from "../../scenario/step.ts";
import { expectationOf } from "../expectation.ts";
import { costWords } from "../loss-words.ts";
import { limit, seconds } from "../time-words.ts";
import { enduranceNote, enduranceSteps, enduranceTitle } from "./endurance-steps.ts";
import { lastingBlocks } from "./lasting.ts";
import {
  code,
  emphasis,
  heading,
  type Inline,
  inlineCode,
  paragraph,
  phrase,
  prose,
  quotation,
  strong,
} from "./markdown.ts";
import { outcomeOf } from "./outcome.ts";
import { contextOf, type Page, type Run } from "./page.ts";
import { commandBlocks, isShort, typed, typist } from "./typing.ts";

/** One procedure, step by step, as it was carried out; `elsewhere`: on other machines than the page's. */
export const procedureSection = (
  page: Page,
  run: Run,
  elsewhere?: { readonly on: string; readonly note: readonly Inline[] },
): RootContent[] => {
  const { id, procedure, record, recoveryMs } = run;
  const where = elsewhere === undefined ? "" : ` on ${elsewhere.on}`;
  const measured = `(${seconds(recoveryMs)}${where}, ${costWords(record)})`;
  const lead = run === page.runs[0] ? "Recovery" : "Another procedure";
  const steps = record.phases.find(({ phase }) => phase === "recovery")?.steps ?? [];
  return [
    heading(2, `${lead}: `, ...prose(procedure.title), ` ${measured}`),
    paragraph(...prose(procedure.summary), " In the drill it is called ", inlineCode(id), "."),
    ...(elsewhere === undefined ? [] : [paragraph(...elsewhere.note)]),
    ...(run === page.runs[0] ? [paragraph(quiet)] : []),
    ...procedure.steps.flatMap((step, index) =>
      stepSection(
        page,
        step,
        steps.find(({ number }) => number === index + 1),
      ),
    ),
    ...lasting(page, procedure, record),
  ];
};

/** The endurance of this procedure alone. */
const lasting = (page: Page, { endurance }: Procedure, record: ProcedureRecord): RootContent[] =>
  endurance.length === 0
    ? []
    : [
        heading(3, enduranceTitle),
        paragraph(enduranceNote),
        ...enduranceSteps(page, endurance, record, page.scenario.endurance.length),
        paragraph("In the drill, the checklist held again after that."),
      ];

const quiet =
  "Continue with the next step only when the check of this step holds. A command without output below it printed nothing.";

const stepSection = (page: Page, step: Step, seen: StepRecord | undefined): RootContent[] => [
  heading(3, `${seen?.number ?? ""}. `, ...prose(step.title)),
  paragraph(...prose(step.why)),
  ...onThePlatform(step),
  ...commandBlocks(
    page,
    step.run.map((what, index) => ({ what, after: outcomeOf(seen?.actions[index]) })),
  ),
  ...step.verify.filter(({ drillOnly }) => drillOnly !== true).flatMap((check) => verification(page, check)),
  ...lastingBlocks(page, step),
  paragraph(
    emphasis(
      `Took ${seconds(seen?.durationMs ?? 0)} in the drill. If a check does not hold after ${limit(step.withinMs)}, stop here.`,
    ),
  ),
];

/** Above the command, so that an operator reads it before typing what only a drill has. */
const onThePlatform = ({ onThePlatform: note }: Step): RootContent[] =>
  note === undefined ? [] : [quotation(strong("On the real platform:"), " ", ...prose(note))];

const verification = (page: Page, check: Check): RootContent[] => {
  const command = typed(page, check.probe);
  const expected = phrase(expectationOf(check, contextOf(page, check)));
  const who = typist(page, check.probe);
  if (!isShort(command)) {
    return [
      paragraph(
        strong("Check:"),
        " ",
        ...prose(check.title),
        ...(who.length === 0 ? ["."] : [". ", ...who, ":"]),
      ),
      code("sh", command),
      paragraph("It ", ...expected, "."),
    ];
  }
  const by: Inline[] = who.length === 0 ? [] : [" (", ...lowered(who), ")"];
  return [paragraph(strong("Check:"), " ", inlineCode(command), ...by, " ", ...expected, ".")];
};

const lowered = ([first, ...rest]: readonly Inline[]): Inline[] => [
  typeof first === "string" ? first.toLowerCase() : (first ?? ""),
  ...rest,
];
