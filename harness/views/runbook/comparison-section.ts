import type { RootContent } from "mdast";
import { lossWords, lostWords, outageWords, outTitles } from "../loss-words.ts";
import { seconds } from "../time-words.ts";
import { heading, type Inline, inlineCode, paragraph, prose, strong, table } from "./markdown.ts";
import type { Page, Run, Section } from "./page.ts";

/** What each procedure costs, item by item, with the reason that it declares. */
export const lossesSection: Section = (page) => {
  if (page.scenario.losses.length === 0) return [];
  const head = ["procedure", "what", "before", "kept", "lost", "why"].map((title): Inline[] => [title]);
  const rows = page.runs.flatMap((run) => [...lostRows(run), ...keptRow(run)]);
  return [heading(2, "What is lost"), table([head, ...rows])];
};

const lostRows = ({ id, record }: Run): Inline[][][] =>
  record.losses
    .filter(({ lost }) => lost > 0)
    .map((loss): Inline[][] => [
      [inlineCode(id)],
      prose(loss.title),
      [String(loss.before)],
      [String(loss.kept)],
      [strong(String(loss.lost))],
      prose(loss.declared ?? "not declared"),
    ]);

/** What is all there still is told in one row. */
const keptRow = ({ id, record }: Run): Inline[][][] => {
  const kept = record.losses.filter(({ lost }) => lost === 0);
  if (kept.length === 0) return [];
  const what = kept.map(({ before, title }) => `${before} ${title}`).join(", ");
  return [[[inlineCode(id)], [what], ["all"], ["all"], ["–"], []]];
};

/** The procedures side by side, and which one to take. */
export const comparisonSection: Section = (page) => {
  const left = Object.keys(page.scenario.procedures).filter((id) => !page.runs.some((run) => run.id === id));
  if (page.runs.length === 1 && left.length === 0) return [];
  return [
    heading(2, page.runs.length === 1 ? "Other ways" : "The ways, measured"),
    ...(page.runs.length === 1 ? [] : [comparison(page), ...sameMachines(page), paragraph(...advice(page))]),
    ...notTried(left),
  ];
};

const comparison = ({ runs }: Page): RootContent => {
  const row = (fact: Inline[], value: (run: Run) => string): Inline[][] => [
    fact,
    ...runs.map((run): Inline[] => [value(run)]),
  ];
  const losses = [
    ...new Map(runs.flatMap(({ record }) => record.losses).map(({ id, title }) => [id, title])),
  ];
  const head: Inline[][] = [
    [""],
    ...runs.map(({ id }, index): Inline[] => (index === 0 ? [strong(inlineCode(id))] : [inlineCode(id)])),
  ];
  return table([
    head,
    row(["recovery took"], (run) => seconds(run.recoveryMs)),
    row(["steps"], (run) => String(run.procedure.steps.length)),
    ...outTitles(runs.flatMap(({ record }) => record.outages)).map((title) =>
      row(["was out: ", ...prose(title)], ({ record }) => outageWords(record.outages, title)),
    ),
    ...losses.map(([id, title]) =>
      row(prose(title), ({ record }) => {
        const loss = record.losses.find((one) => one.id === id);
        return loss === undefined ? "–" : lossWords(loss);
      }),
    ),
  ]);
};

const sameMachines = ({ runs }: Page): RootContent[] =>
  runs.some(({ record }) => record.origin !== undefined)
    ? [
        paragraph(
          "The incident was brought about once. The machines were saved with it in them, and each way began with the same faulted machine.",
        ),
      ]
    : [];

const advice = ({ scenario, runs: [best, ...others] }: Page): Inline[] => {
  if (scenario.losses.length === 0) {
    return [strong("No way is recommended"), ": what each of them costs was not measured."];
  }
  return recommendation(best, others);
};

const recommendation = (best: Run, others: readonly Run[]): Inline[] => [
  "Take ",
  strong(inlineCode(best.id)),
  `: ${lostWords(best.record.losses)}, ${others.map((other) => versus(best, other)).join("; ")}.`,
];

const versus = (best: Run, other: Run): string => {
  const gapMs = other.recoveryMs - best.recoveryMs;
  // Less than half of the shorter time is noise on a busy machine.
  if (Math.abs(gapMs) < Math.min(best.recoveryMs, other.recoveryMs) / 2) {
    return `about as fast as ${other.id} (there ${lostWords(other.record.losses)})`;
  }
  const time = gapMs >= 0 ? `${seconds(gapMs)} faster than` : `though ${seconds(-gapMs)} slower than`;
  return `${time} ${other.id} (there ${lostWords(other.record.losses)})`;
};

const notTried = (left: readonly string[]): RootContent[] =>
  left.length === 0
    ? []
    : [paragraph(strong("Not tried in this drill"), `, so not on this page: ${left.join(", ")}.`)];
