import type { RootContent } from "mdast";
import { type EventOf, type ProcedureRecord, type StepRecord, stepsIn } from "../../journal/drill-record.ts";
import { type Check, isShown } from "../../scenario/check.ts";
import { placeWords } from "../../scenario/must-fail.ts";
import type { Step } from "../../scenario/step.ts";
import { differIn, variantIn } from "../../variants/variant.ts";
import { releaseDimension } from "../../variants/versions.ts";
import { expectationOf } from "../expectation.ts";
import { lostThere, outThere } from "../must-fail-words.ts";
import { onVariant } from "../variant-words.ts";
import {
  bullets,
  code,
  heading,
  type Inline,
  inlineCode,
  link,
  paragraph,
  phrase,
  prose,
  strong,
} from "./markdown.ts";
import { contextOf, type Page, proofLink, type Section } from "./page.ts";
import type { Drilled } from "./skipped-procedure.ts";
import { excerpt, plainBlocks, printed, typed } from "./typing.ts";
import type { WrongProcedure } from "./wrong-procedure.ts";

/** What must not be done: as the author says it, and as the drill has seen it fail. */
export const neverSection: Section = (page) => {
  const { never } = page.scenario;
  if (never.length + page.wrong.length === 0) return [];
  return [
    heading(3, "Do not"),
    bullets([...never.map(prose), ...page.wrong.map((way) => wrongItem(page, way))]),
  ];
};

const wrongItem = (page: Page, { procedure, place, because, drilled }: WrongProcedure): Inline[] => [
  strong(...prose(procedure.title)),
  `. It fails at ${placeWords(place)}. `,
  ...prose(because),
  ...(drilled === undefined ? [] : [" ", link("Seen in the drill", proofLink(page, "#what-fails")), "."]),
];

/** The procedures that must fail, as the drill carried them out. */
export const wrongSection: Section = (page) =>
  page.wrong.length === 0
    ? []
    : [heading(2, "What fails"), ...page.wrong.flatMap((way) => wrongProcedure(page, way))];

const wrongProcedure = (page: Page, way: WrongProcedure): RootContent[] => {
  const { id, procedure, place, because, drilled } = way;
  return [
    heading(3, ...prose(procedure.title)),
    paragraph(strong(`It fails at ${placeWords(place)}.`), " ", ...prose(because)),
    paragraph(...prose(procedure.summary), " In the drill it is called ", inlineCode(id), "."),
    ...(drilled === undefined
      ? [paragraph(strong("Not drilled for this page"), `: ${way.skipped ?? "the drill left it out"}.`)]
      : asDrilled(page, way, drilled)),
  ];
};

/** With the commands until it failed: those after them, no drill has seen. */
const asDrilled = (
  page: Page,
  { procedure, place }: WrongProcedure,
  { variant, record }: Drilled,
): RootContent[] => {
  const there = { ...page, ...variantIn(variant) };
  const isElsewhere = ["kind", releaseDimension].some((part) => differIn(part, [variant, page]));
  const on = isElsewhere ? ` on ${onVariant(variant, page.variants)}` : "";
  const steps = place.step === undefined ? procedure.steps : procedure.steps.slice(0, place.step);
  const seen = stepsIn(record, "recovery");
  return [
    paragraph(strong("What it cost in the drill"), `${on}: `, ...cost(page, record), "."),
    paragraph(`What the drill did${on}, on disposable machines. Do not run these commands:`),
    ...steps.flatMap((step, index) => {
      const own = seen.find(({ number }) => number === index + 1);
      return stepBlocks(there, step, index + 1, own, index + 1 === place.step);
    }),
    ...failureBlocks(there, procedure.steps, record),
  ];
};

const cost = (page: Page, record: ProcedureRecord): Inline[] => {
  const lost = lostThere(record);
  const uncounted = record.losses.filter((loss) => loss.uncounted !== undefined);
  const out = outThere(record);
  const parts: Inline[][] = [
    ...(lost === undefined
      ? []
      : [[strong(`${lost} lost`), ...(lost === "nothing" ? [" of what is counted"] : [])]]),
    ...uncounted.map(({ title, uncounted: said = "" }): Inline[] => [
      ...prose(title),
      " can no longer be counted (",
      inlineCode(said),
      ")",
    ]),
    ...out.map(({ title, words }): Inline[] => ["“", ...prose(title), `” was out for ${words}`]),
    ...(out.length === 0 && page.scenario.rig.samples.length > 0 ? [["no outage was seen"]] : []),
  ];
  if (parts.length === 0) return ["not measured"];
  return parts.flatMap((part, index) => (index === 0 ? part : ["; ", ...part]));
};

const stepBlocks = (
  page: Page,
  step: Step,
  number: number,
  seen: StepRecord | undefined,
  isLast: boolean,
): RootContent[] => {
  // The last one is begun: what did not run any more is not shown.
  const run = isLast ? step.run.slice(0, Math.max(1, seen?.actions.length ?? 0)) : step.run;
  return [
    paragraph(strong(`${number}. `, ...prose(step.title)), ". ", ...prose(step.why)),
    ...plainBlocks(page, run),
  ];
};

/** What was asserted where it failed, and what came instead. */
const failureBlocks = (page: Page, steps: readonly Step[], record: ProcedureRecord): RootContent[] => {
  const { at, headline } = record.expectedFailure ?? {};
  const phase = record.phases.find((one) => one.phase === at?.phase);
  const step = phase?.steps.find(({ number }) => number === at?.step);
  const action = step?.actions.find(({ ok }) => !ok);
  const red = (step ?? phase)?.checks.filter(({ outcome, required }) => required && !outcome.ok) ?? [];
  const checks = [...page.scenario.checklist, ...steps.flatMap(({ verify }) => verify)];
  const shown: RootContent[] = [
    ...(action === undefined ? [] : failedCommand(action)),
    ...red.flatMap(({ outcome }) => {
      const check = checks.find(({ title }) => title === outcome.title);
      const text = printed(outcome.observation);
      return [
        paragraph(
          strong("There it fails:"),
          " ",
          ...prose(outcome.title),
          ...(check === undefined || !isShown(check) ? [] : asked(page, check)),
          ". The result:",
        ),
        code("text", excerpt(text === "" ? outcome.got : text)),
      ];
    }),
  ];
  return shown.length > 0
    ? shown
    : [paragraph(strong("There it fails:"), " ", ...prose(headline ?? ""), ".")];
};

const failedCommand = ({ observation, expected, got }: EventOf<"action-ended">): RootContent[] => {
  const exitCode = observation?.kind === "command" ? observation.exitCode : undefined;
  const end =
    exitCode === undefined
      ? "it does not end"
      : exitCode === 0
        ? "it does not print what was expected"
        : `it exits ${exitCode}`;
  const text = printed(observation);
  return [
    paragraph(strong("There it fails:"), " ", `${end}. Expected: `, inlineCode(expected), ". The result:"),
    code("text", excerpt(text === "" ? got : text)),
  ];
};

const asked = (page: Page, check: Check): Inline[] => [
  ": ",
  inlineCode(typed(page, check.probe)),
  " ",
  ...phrase(expectationOf(check, contextOf(page, check))),
];
