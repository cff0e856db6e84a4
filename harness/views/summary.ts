import { type DrillRecord, isRecovery, type ProcedureRecord } from "../journal/drill-record.ts";
import { type ProcedureRow, procedureRows } from "./procedure-rows.ts";
import { recommendedOf, whyBest } from "./recommendation.ts";
import { oneLine } from "./visible.ts";
import { cutTo, fold, padTo, widthOf } from "./width.ts";

/** The procedures of a drill side by side, why one was skipped or not begun, and which one to take. */
export const renderSummary = (record: DrillRecord, columns = 100): string[] => [
  ...tables(record.procedures.filter(isRecovery), columns),
  ...record.procedures.filter(isRecovery).flatMap((one) => skippedLines(one, columns)),
  ...adviceLines(record, columns),
];

const leastFactWidth = 12;

/** As many procedures side by side as there is room for, the others below. */
const tables = (procedures: readonly ProcedureRecord[], columns: number): string[] => {
  const rows = [
    ["", ...procedures.map(({ id }) => id)] as const,
    ...procedureRows(procedures.map((record) => ({ record }))).map(
      ([fact, ...values]): ProcedureRow => [oneLine(fact), ...values.map(oneLine)],
    ),
  ];
  const widthOfColumn = (index: number): number =>
    Math.max(...rows.map((row) => widthOf(row[index + 1] ?? "")));
  const groups: number[][] = [[]];
  for (const index of procedures.keys()) {
    const group = groups.at(-1) ?? [];
    const taken = [...group, index].reduce((sum, one) => sum + widthOfColumn(one) + 2, 2 + leastFactWidth);
    if (group.length > 0 && taken > columns) groups.push([index]);
    else group.push(index);
  }
  return groups.flatMap((group, at) => [
    ...(at === 0 ? [] : [""]),
    ...table(
      rows.map(([fact, ...values]) => [fact, ...group.map((index) => values[index] ?? "")]),
      columns,
    ),
  ]);
};

const table = (rows: readonly ProcedureRow[], columns: number): string[] => {
  const widest = (index: number): number => Math.max(...rows.map((row) => widthOf(row[index] ?? "")));
  const widths = (rows[0] ?? []).slice(1).map((_, index) => widest(index + 1));
  const valuesWidth = widths.reduce((sum, width) => sum + width + 2, 0);
  const factWidth = Math.max(leastFactWidth, Math.min(widest(0), columns - 2 - valuesWidth));
  return rows.map(([fact, ...values]) => {
    const cells = values.map((value, index) => padTo(value, widths[index] ?? 0));
    return cutTo(`  ${padTo(cutTo(fact, factWidth), factWidth)}  ${cells.join("  ")}`.trimEnd(), columns);
  });
};

/** The text in lines of a block, indented; those after its first line more. */
export const folded = (text: string, columns: number): string[] =>
  fold(oneLine(text), columns - 4).map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`));

const skippedLines = ({ id, ended }: ProcedureRecord, columns: number): string[] =>
  ended?.verdict === "skipped" || ended?.reason !== undefined
    ? folded(`${id} is ${ended.verdict}: ${ended.reason ?? "it gives no reason"}`, columns)
    : [];

/** A drill that left something out, or that was ended, says nothing of what to take. */
const adviceLines = ({ started, procedures, ended }: DrillRecord, columns: number): string[] => {
  const isWhole = ended !== undefined && ended.verdict !== "interrupted" && started.without.length === 0;
  const best = isWhole ? recommendedOf(procedures) : undefined;
  return best === undefined
    ? []
    : folded(`take ${best.id}: ${whyBest(best, procedures).replaceAll("`", "")}`, columns);
};
