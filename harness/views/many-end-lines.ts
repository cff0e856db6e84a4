import picocolors from "picocolors";
import type { Colors } from "picocolors/types.js";
import type { DrillRecord } from "../journal/drill-record.ts";
import { reasonOf, verdictOf } from "./kinds-table.ts";
import type { ManyEnd } from "./many-view.ts";
import { counted, seconds } from "./time-words.ts";
import { oneLine } from "./visible.ts";
import { cutTo, padTo, widthOf } from "./width.ts";

type Options = { readonly columns: number; readonly colors?: Colors };

const notBegun = "not begun";

/** How several drills ended, a line each: the verdict, the time, and the page or the reason; then where to read on. */
export const manyEndLines = (
  all: readonly ManyEnd[],
  report: string,
  { columns, colors = picocolors.createColors(false) }: Options,
): string[] => {
  const rows = all.map(({ name, record }) => rowOf(name, record));
  const widest = (key: "name" | "verdict" | "took") => Math.max(0, ...rows.map((row) => widthOf(row[key])));
  const widths = { name: Math.min(40, widest("name")), verdict: widest("verdict"), took: widest("took") };
  const lines = rows.map(({ name, verdict, took, rest }) => {
    const { mark, paint } = markOf(verdict, colors);
    const cells = [
      padTo(cutTo(name, widths.name), widths.name),
      paint(padTo(verdict, widths.verdict)),
      padTo(took, widths.took),
    ];
    const used = 4 + widths.name + 2 + widths.verdict + 2 + widths.took + 2;
    return `  ${paint(mark)} ${cells.join("  ")}  ${cutTo(rest, columns - used)}`.trimEnd();
  });
  return [...lines, "", `  ${countsOf(rows.map(({ verdict }) => verdict))}`, `  report  ${report}`];
};

/** What one drill of several came to: its end line on a terminal, while others run. */
export const rowOf = (name: string, record: DrillRecord | undefined) => {
  if (record === undefined) return { name, verdict: notBegun, took: "", rest: "" };
  const { ended, runbook } = record;
  return {
    name,
    verdict: verdictOf(record),
    took: ended === undefined || ended.verdict === "skipped" ? "" : seconds(ended.durationMs),
    rest: runbook ?? (ended?.verdict === "verified" ? "" : oneLine(reasonOf(record) ?? "")),
  };
};

/** Of a drill that ended with this verdict. */
export const markOf = (verdict: string, { green, red, yellow }: Colors) => {
  if (verdict === "verified") return { mark: "✓", paint: green };
  return verdict === "skipped" ? { mark: "–", paint: yellow } : { mark: "✗", paint: red };
};

const countsOf = (verdicts: readonly string[]): string => {
  const counts = [...Map.groupBy(verdicts, (verdict) => verdict)].map(
    ([verdict, { length }]) => `${length} ${verdict}`,
  );
  return `${counted(verdicts.length, "drill")}: ${counts.join(", ")}`;
};
