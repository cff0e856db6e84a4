import { wordsOf } from "../../phases/index.ts";
import { counted, limit } from "../time-words.ts";
import { oneLine } from "../visible.ts";
import { widthOf } from "../width.ts";
import { type Row, rowLine, type Style, textColumn } from "./layout.ts";
import type { Progress } from "./progress.ts";

const frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
export const frameMs = 100;

const tenths = (ms: number): string => `${(Math.max(0, ms) / 1000).toFixed(1)} s`;

/** What is going on right now, in at most three lines. */
export const liveLines = (progress: Progress, nowMs: number, style: Style): string[] => {
  const rows = [...workRows(progress, nowMs, style), ...outRow(progress, nowMs)];
  return rows.map((row) => rowLine(row, style));
};

/** What is being done, and what is waited for where there is no room beside it. */
export const workRows = (progress: Progress, nowMs: number, style: Style): [Row, ...Row[]] => {
  const { activity, phase, step } = progress;
  const mark = { spinner: frames[Math.floor(nowMs / frameMs) % frames.length] ?? "" };
  if (activity) {
    return [{ mark, label: "prepare", text: activity.line, right: tenths(nowMs - activity.sinceMs) }];
  }
  if (!phase) return [{ mark, text: progress.between, faint: true }];
  const label = phase.name;
  const waited = oldestWait(progress, nowMs);
  if (step) {
    const row = { mark, label, number: step.number, text: step.title };
    const right = waited?.time ?? `${tenths(nowMs - step.sinceMs)} of ${limit(step.withinMs)}`;
    return waited === undefined ? [{ ...row, right }] : withWait(row, waited, style);
  }
  const text = `${phase.done} of ${counted(phase.total, wordsOf(phase.name).unit === "count" ? "count" : "check")}`;
  return waited === undefined
    ? [{ mark, label, text: phase.total === 0 ? "" : text, right: tenths(nowMs - phase.sinceMs) }]
    : withWait({ mark, label, text }, waited, style);
};

type Wait = { readonly what: string; readonly time: string };

const oldestWait = (progress: Progress, nowMs: number): Wait | undefined => {
  const [oldest] = progress.waiting;
  if (!oldest) return undefined;
  const [title, { sinceMs, withinMs }] = oldest;
  return {
    what: `waiting for: ${oneLine(title)}`,
    time: `${tenths(nowMs - sinceMs)} of ${limit(withinMs)}`,
  };
};

/** On one line where both fit, else what is waited for goes below. */
const withWait = (row: Row, { what, time }: Wait, { columns }: Style): [Row, ...Row[]] => {
  const right = `${what}   ${time}`;
  const fits = textColumn + widthOf(oneLine(row.text)) + widthOf(right) + 4 < Math.min(columns, 100);
  return fits
    ? [{ ...row, right }]
    : [
        { ...row, right: time },
        { mark: "none", text: what, faint: true },
      ];
};

const outRow = (progress: Progress, nowMs: number): Row[] => {
  const [first, ...others] = progress.out;
  if (!first) return [];
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return [
    { mark: "none", text: `out now: ${first[0]}${more}`, right: tenths(nowMs - first[1]), faint: true },
  ];
};
