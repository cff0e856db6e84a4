import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import type { Judged, Limit } from "./measurement.ts";

/** Three digits: "1.23 ms", "45.6 ms", "812 ms", "9.87 s". */
export const shownTime = (ms: number): string => {
  if (ms >= 999.5) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms.toFixed(ms < 9.995 ? 2 : ms < 99.95 ? 1 : 0)} ms`;
};

const shown = (value: number, kind: Limit["kind"] | undefined): string => {
  switch (kind) {
    case "percent":
      return `${value.toFixed(1)} %`;
    case "µs":
    case "Gbit/s":
      return `${value.toFixed(1)} ${kind}`;
    case "MB":
      return `${value.toFixed(0)} MB`;
    case "count":
      return value.toFixed(0);
    default:
      return shownTime(value);
  }
};

const shownLimit = (limit: Limit | undefined): string => {
  if (!limit) return "";
  if ("least" in limit) return `≥ ${shown(limit.least, limit.kind)}`;
  return `≤ ${limit.kind === "ratio" ? limit.most.toFixed(2) : shown(limit.most, limit.kind)}`;
};

const cellsOf = (row: Judged, colour: boolean): string[] => {
  const { green, red } = pc.createColors(colour);
  const { ratio, limit, unit = limit?.kind } = row;
  return [
    row.what,
    String(row.count),
    shown(row.ours.median, unit),
    row.theirs ? shown(row.theirs.median, unit) : "",
    ratio ? `${ratio.median.toFixed(2)}  (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)})` : "",
    shownLimit(limit),
    row.ok === undefined ? "" : row.ok ? green("ok") : red("over"),
  ];
};

const head = ["what", "n", "ours", "theirs", "ratio (min–max)", "limit", ""];
const toTheRight = new Set([1, 2, 3]);

/** One line for each measurement, under a head; times are medians, ratios those of the pairs. */
export const renderTable = (rows: readonly Judged[], { colour }: { readonly colour: boolean }): string => {
  const lines = [head, ...rows.map((row) => cellsOf(row, colour))];
  const widthOf = (cell: string) => stripVTControlCharacters(cell).length;
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => widthOf(cells[column] ?? ""))));
  const padded = (cell: string, column: number) => {
    const padding = " ".repeat((widths[column] ?? 0) - widthOf(cell));
    return toTheRight.has(column) ? padding + cell : cell + padding;
  };
  return lines.map((cells) => `${cells.map(padded).join("  ").trimEnd()}\n`).join("");
};
