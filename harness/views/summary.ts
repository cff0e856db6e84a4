import type { DrillRecord, ProcedureRecord } from "#harness/journal/drill-record.ts";
import { lossWords, outageWords, outTitles } from "./loss-words.ts";
import { startWord } from "./start-words.ts";
import { seconds } from "./time-words.ts";
import { oneLine } from "./visible.ts";
import { cutTo, padTo, widthOf } from "./width.ts";

type Row = readonly [fact: string, ...values: string[]];

/** The procedures of a drill side by side: verdict, time, steps, outages, losses; one line a fact. */
export const renderSummary = (record: DrillRecord, columns = 100): string[] => {
  const rows = rowsOf(record.procedures);
  const widest = (index: number): number => Math.max(...rows.map((row) => widthOf(row[index] ?? "")));
  const valueWidths = record.procedures.map((_, index) => widest(index + 1));
  const valuesWidth = valueWidths.reduce((sum, width) => sum + width + 2, 0);
  const factWidth = Math.max(12, Math.min(widest(0), columns - 2 - valuesWidth));
  return rows.map(([fact, ...values]) => {
    const cells = values.map((value, index) => padTo(value, valueWidths[index] ?? 0));
    return cutTo(`  ${padTo(cutTo(fact, factWidth), factWidth)}  ${cells.join("  ")}`.trimEnd(), columns);
  });
};

const rowsOf = (procedures: readonly ProcedureRecord[]): Row[] => {
  const outages = outTitles(procedures.flatMap((one) => one.outages));
  const losses = [...new Map(procedures.flatMap((one) => one.losses).map((loss) => [loss.id, loss.title]))];
  const row = (fact: string, value: (one: ProcedureRecord) => string): Row => [
    oneLine(fact),
    ...procedures.map(value),
  ];
  return [
    row("", (one) => one.id),
    row("verdict", (one) => one.ended?.verdict ?? "not ended"),
    ...(procedures.some(({ startedFrom }) => startedFrom !== undefined)
      ? [row("started from", (one) => startWord(one))]
      : []),
    row("recovered in", (one) => timeOf(one)),
    row("steps", (one) => String(stepsOf(one))),
    ...outages.map((title) => row(`out: ${title}`, (one) => outageWords(one.outages, title))),
    ...losses.map(([id, title]) => row(title, (one) => lossOf(one, id))),
  ];
};

const timeOf = ({ ended }: ProcedureRecord): string =>
  ended?.recoveryMs === undefined ? "–" : seconds(ended.recoveryMs);

const stepsOf = (one: ProcedureRecord): number =>
  one.phases.find(({ phase }) => phase === "recovery")?.steps.length ?? 0;

const lossOf = (one: ProcedureRecord, id: string): string => {
  const loss = one.losses.find((candidate) => candidate.id === id);
  return loss ? lossWords(loss) : "–";
};
