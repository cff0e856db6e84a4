import type { RootContent } from "mdast";
import { isShown } from "../../scenario/check.ts";
import type { Step } from "../../scenario/step.ts";
import { type Inline, link, paragraph, prose, strong } from "./markdown.ts";
import { nextRun, takeWords } from "./next-procedure.ts";
import { linkFrom, type Page, type Run } from "./page.ts";
import { beforeLink } from "./preparation-section.ts";
import { plainBlocks, typed } from "./typing.ts";

/** What to do when the check of a step does not hold, so that no step is a dead end. */
type OtherwiseTold = {
  /** Stands in the line of the last check. */
  readonly words: readonly Inline[];
  /** Commands that undo the step, and where to go on then. */
  readonly blocks: readonly RootContent[];
};

export const otherwiseTold = (
  page: Page,
  run: Run,
  { step, number, within }: { readonly step: Step; readonly number: number; readonly within: string },
): OtherwiseTold => {
  const { look, undo = [], last } = step.otherwise ?? {};
  // What has neither command nor check on the platform is told by the step's note.
  const isSeen = [...step.run, ...shownChecks(step)].some((what) => typed(page, what) !== "");
  const when = isSeen ? `If not after ${within}:` : "If that cannot be done:";
  const lead = [strong(when), ...(look === undefined ? [] : [" ", ...prose(look)])];
  const onwards = last === true ? [] : onWords(page, run, step, number);
  if (undo.length === 0) {
    return { words: [...lead, ...(onwards.length === 0 ? [] : [" ", ...onwards])], blocks: [] };
  }
  return {
    words: [...lead, " Undo the step:"],
    blocks: [
      ...plainBlocks(page, undo),
      ...(onwards.length === 0 ? [] : [paragraph("Then ", ...lowered(onwards))]),
    ],
  };
};

const shownChecks = ({ verify }: Step) => verify.filter(isShown).map(({ probe }) => probe);

/** Where to go on: where the scenario says, or else where the order of the procedure does. */
const onWords = (page: Page, run: Run, step: Step, number: number): Inline[] => {
  const { goOnAt, take } = step.otherwise ?? {};
  const at = run.procedure.steps.findIndex(({ title }) => title === goOnAt) + 1;
  const other = [...page.runs, ...page.skipped].find(({ id }) => id === take && id !== run.id);
  if (other !== undefined) return takeWords(page, run, other);
  return [
    ...(at > 0 ? [atWords(at, number)] : backWords(page, run, number)),
    " ",
    ...lastWords(page, run, number),
  ];
};

const atWords = (at: number, number: number): string =>
  at === number ? "Repeat this step." : `Go on at step ${at}.`;

/** What must hold so far, in the order of the page. */
const backWords = (page: Page, run: Run, number: number): Inline[] => {
  if (number === 1) {
    return ["Check ", link("what must hold before step 1", linkFrom(page, run, beforeLink)), " again."];
  }
  const steps = ["step 1", "steps 1 and 2"][number - 2] ?? `steps 1 to ${number - 1}`;
  return [`Check ${steps} again, and go on at the first one whose check does not hold.`];
};

/** When all that holds: the next procedure, or else the pages of other incidents. */
const lastWords = (page: Page, run: Run, number: number): Inline[] => {
  const next = nextRun(page, run, number);
  return next === undefined
    ? ["If that does not help, find the page by what you see in ", link("the index", "README.md"), "."]
    : ["If that does not help, ", ...lowered(takeWords(page, run, next))];
};

const lowered = ([first = "", ...rest]: readonly Inline[]): Inline[] => [
  typeof first === "string" ? `${first.charAt(0).toLowerCase()}${first.slice(1)}` : first,
  ...rest,
];
