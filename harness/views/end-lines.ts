import picocolors from "picocolors";
import type { Colors } from "picocolors/types.js";
import { drillCommand } from "../invocation.ts";
import {
  type DrillRecord,
  isRecovery,
  isVerifiedRecovery,
  notBegunBecause,
  type ProcedureRecord,
} from "../journal/drill-record.ts";
import type { Verdict } from "../scenario/verdict.ts";
import { costWords, outageWords, outTitles } from "./loss-words.ts";
import { costThere, endWords } from "./must-fail-words.ts";
import { renderSummary } from "./summary.ts";
import { seconds } from "./time-words.ts";
import { tookWords } from "./took-words.ts";
import { oneLine } from "./visible.ts";
import { cutTo, fold } from "./width.ts";

/** The paths that the end of a drill names. */
export type EndFiles = {
  /** Its folder or its journal. */
  readonly report?: string | undefined;
  /** The picture of what was sampled. */
  readonly timeline?: string | undefined;
};

type EndOptions = EndFiles & {
  readonly columns: number;
  readonly colors?: Colors;
};

/** How a drill ended: the comparison when several procedures ran, the verdict, and where to read on. */
export const endLines = (record: DrillRecord, options: EndOptions): string[] => {
  const colors = options.colors ?? picocolors.createColors(false);
  const verdict = record.ended?.verdict ?? "unknown";
  const recoveries = record.procedures.filter(isRecovery);
  const lines = [
    ...(verdict === "skipped"
      ? skippedLines(record, options, colors.yellow)
      : [line(labelOf(record, verdict), headline(record, verdict), options, paintOf(verdict, colors))]),
    ...neededByNothing(record, options, colors.yellow),
    ...neverRed(record, options, colors.yellow),
    ...(recoveries.length === 1 ? outages(recoveries[0], options) : []),
    ...(verdict === "skipped" ? [] : record.procedures.flatMap((one) => mustFail(one, options, colors))),
    ...noRecovery(record, options, colors.yellow),
    ...captures(record).map((file) => line("capture", file, options, colors.dim)),
    ...(options.timeline === undefined ? [] : [line("timeline", options.timeline, options, colors.dim)]),
    ...(record.runbook === undefined ? [] : [line("runbook", record.runbook, options, colors.dim)]),
    ...(options.report === undefined ? [] : [line("report", options.report, options, colors.dim)]),
  ];
  const isCompared = recoveries.length > 1 && verdict !== "skipped";
  return isCompared && notBegunBecause(record) === undefined
    ? [...renderSummary(record, options.columns), "", ...lines]
    : lines;
};

type Paint = (text: string) => string;

const line = (label: string, text: string, { columns }: EndOptions, paint: Paint): string =>
  `  ${paint(label.padEnd(14))}  ${cutTo(oneLine(text), columns - 18)}`.trimEnd();

const paintOf = (verdict: Verdict, colors: Colors): Paint =>
  verdict === "verified" ? colors.green : colors.red;

/** The reason is all that there is to tell, so none of it is cut. */
const skippedLines = ({ ended }: DrillRecord, options: EndOptions, paint: Paint): string[] =>
  foldedLine("skipped", ended?.reason ?? "", options, paint);

/** What was left out to see the drill fail, and did not make it fail. */
const neededByNothing = ({ started, ended }: DrillRecord, options: EndOptions, paint: Paint): string[] => {
  if (ended?.verdict !== "verified" || started.without.length === 0) return [];
  const text = `verified without ${started.without.join(", ")}: it is not necessary, or no check covers what it does · no runbook written`;
  return foldedLine("left out", text, options, paint);
};

/** A procedure that is no recovery is not compared: how it ended, and what it cost. */
const mustFail = (one: ProcedureRecord, options: EndOptions, { green, red, yellow }: Colors): string[] => {
  if (isRecovery(one) || one.ended === undefined) return [];
  const { verdict, reason } = one.ended;
  if (reason !== undefined) {
    const told = verdict === "skipped" ? `${one.id} is skipped: ${reason}` : `${one.id} · ${reason}`;
    return foldedLine("must fail", told, options, yellow);
  }
  const cost = verdict === "verified" ? costThere(one) : "";
  const text = [one.id, endWords(one.ended), ...(cost === "" ? [] : [cost])].join(" · ");
  return foldedLine("must fail", text, options, verdict === "verified" ? green : red);
};

/** A verified drill that carried out no recovery has no page. */
const noRecovery = ({ procedures, ended }: DrillRecord, options: EndOptions, paint: Paint): string[] =>
  ended?.verdict !== "verified" || procedures.some(isVerifiedRecovery)
    ? []
    : foldedLine(
        "no runbook",
        "only procedures that must fail were drilled; a runbook needs a recovery",
        options,
        paint,
      );

/** Checks of the checklist that were green in every procedure, also while the incident lasted. */
const neverRed = ({ procedures, ended }: DrillRecord, options: EndOptions, paint: Paint): string[] => {
  const [first, ...others] = procedures.filter(isVerifiedRecovery);
  const titles = (first?.unproven ?? []).filter((title) =>
    others.every(({ unproven }) => unproven.includes(title)),
  );
  if (ended?.verdict !== "verified" || titles.length === 0) return [];
  const text = `${titles.join("; ")}: green during the incident, so this drill does not prove that ${titles.length === 1 ? "this check detects" : "these checks detect"} it`;
  return foldedLine("never red", text, options, paint);
};

const foldedLine = (label: string, text: string, options: EndOptions, paint: Paint): string[] =>
  fold(oneLine(text), options.columns - 18).map((part, index) =>
    line(index === 0 ? label : "", part, options, paint),
  );

/** A drill that the host refused has no verdict that says anything of the incident. */
const labelOf = (record: DrillRecord, verdict: Verdict): string =>
  notBegunBecause(record) === undefined ? verdict : "not begun";

const captures = ({ procedures }: DrillRecord): readonly string[] =>
  procedures.flatMap(({ captured = [] }) => captured);

const headline = (record: DrillRecord, verdict: Exclude<Verdict, "skipped">): string => {
  if (notBegunBecause(record) !== undefined) {
    return `this host is not ready, so nothing was drilled · ${drillCommand(["doctor"])} shows what is missing`;
  }
  const [only, ...others] = record.procedures.filter(isRecovery);
  const what =
    only === undefined || others.length > 0
      ? severalWords(record)
      : procedureWords(only, verdict === "verified");
  return [...what, ...(verdict === "verified" ? [] : [why[verdict], "no runbook written"])].join(" · ");
};

const severalWords = (record: DrillRecord): string[] =>
  record.ended === undefined ? [] : [tookWords(record.ended)];

const procedureWords = (one: ProcedureRecord, verified: boolean): string[] => [
  ...(one.ended?.recoveryMs === undefined ? [] : [`recovered in ${seconds(one.ended.recoveryMs)}`]),
  ...(verified || one.losses.length > 0 ? [costWords(one)] : []),
];

const why: Readonly<Record<Exclude<Verdict, "verified" | "skipped">, string>> = {
  failed: "an assertion did not hold",
  "not-reproduced": "the incident did not appear, so the drill proves nothing",
  unknown: "the drill has no result",
  interrupted: "ended by the operator",
};

const outages = (one: ProcedureRecord | undefined, options: EndOptions): string[] =>
  one === undefined
    ? []
    : outTitles(one.outages).map((title) =>
        line("out", `${outageWords(one.outages, title).padStart(8)}  ${title}`, options, (text) => text),
      );
