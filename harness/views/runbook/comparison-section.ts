import type { RootContent } from "mdast";
import type { MachineKind } from "../../scenario/machine-kind.ts";
import { onKind } from "../../scenario/machine-kind.ts";
import { recoveriesOf } from "../../scenario/must-fail.ts";
import { versionWords } from "../../variants/versions.ts";
import { type ProcedureRow, procedureRows } from "../procedure-rows.ts";
import { whyBest } from "../recommendation.ts";
import { onVariant } from "../variant-words.ts";
import { heading, type Inline, inlineCode, link, paragraph, prose, strong, table } from "./markdown.ts";
import { type Page, type Run, recoveryLink, type Section } from "./page.ts";

/** What each procedure costs, item by item, with the reason that it declares. */
export const lossesSection: Section = (page) => {
  if (page.scenario.losses.length === 0) return [];
  const head = ["procedure", "what", "before", "kept", "lost", "why"].map((title): Inline[] => [title]);
  const drilled = [
    ...page.runs,
    ...page.skipped.flatMap(({ id, drilled: elsewhere }) =>
      elsewhere === undefined ? [] : [{ id, record: elsewhere.record }],
    ),
  ];
  const rows = drilled.flatMap((run) => [...lostRows(run), ...keptRow(run)]);
  return [heading(2, "What is lost"), table([head, ...rows])];
};

const lostRows = ({ id, record }: Pick<Run, "id" | "record">): Inline[][][] =>
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
const keptRow = ({ id, record }: Pick<Run, "id" | "record">): Inline[][][] => {
  const kept = record.losses.filter(({ lost }) => lost === 0);
  if (kept.length === 0) return [];
  const what = kept.map(({ before, title }) => `${title} (${before})`).join(", ");
  return [[[inlineCode(id)], [what], ["all"], ["all"], ["–"], []]];
};

/** Which procedure to take, and why; on the first screen, and in the front matter. */
export const adviceSection: Section = (page) => {
  return [
    heading(2, "What to do"),
    paragraph(...advice(page)),
    paragraph(
      "Its steps: ",
      link("Recovery", recoveryLink(page)),
      ". ",
      costSentence(page),
      "A person reads and types, and needs longer than the machine's time.",
    ),
  ];
};

/** What is lost, with the reason that the procedure declares. */
const costSentence = ({ runs: [{ record }] }: Page): string => {
  const lost = record.losses.filter((loss) => loss.lost > 0);
  return lost
    .map(({ title, declared }) => `Lost: ${title}${declared === undefined ? "" : ` (${declared})`}. `)
    .join("");
};

/** The procedures side by side. */
export const comparisonSection: Section = (page) => {
  const told = [...page.runs, ...page.skipped].map(({ id }) => id);
  return [
    heading(2, "The procedures, measured"),
    comparison(page),
    ...outNote(page),
    ...sameMachines(page),
    ...atOnce(page),
    ...notTried(leftOut(page, told)),
  ];
};

/** The recoveries that the drill was not asked for. */
const leftOut = (page: Page, told: readonly string[]): string[] =>
  Object.keys(recoveriesOf(page.scenario.procedures)).filter((id) => !told.includes(id));

const comparison = ({ scenario, runs, skipped, variants }: Page): RootContent => {
  const compared = [
    ...runs.map(({ id, procedure, record }) => ({ id, procedure, record })),
    ...skipped.map(({ id, procedure, record, drilled }) => ({
      id,
      procedure,
      record: drilled?.record ?? record,
      ...(drilled === undefined ? {} : { on: onVariant(drilled.variant, variants) }),
    })),
  ];
  const head = compared.map(({ id }, index): Inline[] => [
    index === 0 ? strong(inlineCode(id)) : inlineCode(id),
  ]);
  const rows = procedureRows(
    compared.map((one) => ({ ...one, steps: one.procedure.steps.length })),
    scenario.rig.samples.map(({ title }) => title),
  );
  return table([
    [[""], ...head],
    ...[...rows, ...notOnRow(compared)].map(([fact, ...values]): Inline[][] => [
      prose(fact),
      ...values.map((value): Inline[] => [value]),
    ]),
  ]);
};

/** What the rows of outages say, and what they cannot. */
const outNote = ({ scenario }: Page): RootContent[] =>
  scenario.rig.samples.length === 0
    ? []
    : [
        paragraph(
          "Out: how long the check did not hold, sampled ten times a second on a container and once a second on a VM. An outage of at most three samples is shown as “briefly”.",
        ),
      ];

const notOnRow = (compared: readonly Pick<Run, "procedure">[]): ProcedureRow[] => {
  const kinds = compared.map(({ procedure: { notOn, notWith = {} } }) =>
    [
      ...Object.keys(notOn).map((kind) => onKind(kind as MachineKind)),
      ...Object.entries(notWith).flatMap(([name, reasons]) =>
        Object.keys(reasons).map((version) => versionWords({ [name]: version })),
      ),
    ].join(", "),
  );
  return kinds.every((one) => one === "") ? [] : [["skipped on", ...kinds.map((one) => one || "–")]];
};

const sameMachines = ({ runs }: Page): RootContent[] =>
  runs.some(({ record }) => record.origin !== undefined)
    ? [
        paragraph(
          "The fault was done once. The machines were saved after it, and each procedure began on the same faulted machines.",
        ),
      ]
    : [];

/** Recoveries that ran at the same time disturbed each other. */
const atOnce = ({ record }: Page): RootContent[] =>
  record.started.atOnce === undefined
    ? []
    : [
        paragraph(
          `Up to ${record.started.atOnce} procedures ran at the same time on one host, so each may have taken longer than it does alone.`,
        ),
      ];

/** The best procedure, and why. */
export const takeBest = ({ record, runs: [best] }: Page): Inline[] => [
  ...["Take ", strong(inlineCode(best.id)), ": "],
  ...prose(whyBest(best.record, record.procedures)),
  ".",
];

const advice = (page: Page): Inline[] => [
  ...takeBest(page),
  ...page.skipped.flatMap(({ id, drilled }): Inline[] => [
    " ",
    inlineCode(id),
    drilled === undefined
      ? " was skipped, so it is not compared."
      : ` was drilled on ${onVariant(drilled.variant, page.variants)}, so its time cannot be compared with the others.`,
  ]),
];

const notTried = (left: readonly string[]): RootContent[] =>
  left.length === 0
    ? []
    : [paragraph(strong("Not in this drill"), `, so not on this page: ${left.join(", ")}.`)];
