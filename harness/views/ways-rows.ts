import type { ProcedureRecord } from "#harness/journal/drill-record.ts";
import { lossWords, outageWords, outTitles } from "./loss-words.ts";
import { stepsOf } from "./recommendation.ts";
import { startWord } from "./start-words.ts";
import { seconds } from "./time-words.ts";

/** One fact, a value for each procedure. */
export type WaysRow = readonly [fact: string, ...values: string[]];

const none = "–";

/**
 * What the procedures of a drill cost, side by side: verdict, time, steps, outages, losses declared and measured.
 * `sampled`: titles of the checks of which an outage is told, even of none; without it, of those that were out.
 */
export const waysRows = (
  procedures: readonly ProcedureRecord[],
  sampled: readonly string[] = outTitles(procedures.flatMap(({ outages }) => outages)),
): WaysRow[] => {
  const losses = [...new Map(procedures.flatMap((one) => one.losses).map((loss) => [loss.id, loss.title]))];
  const row = (fact: string, value: (one: ProcedureRecord) => string): WaysRow => [
    fact,
    ...procedures.map(value),
  ];
  return [
    row("verdict", ({ ended }) => ended?.verdict ?? "not ended"),
    ...(procedures.some(({ startedFrom }) => startedFrom !== undefined)
      ? [row("started from", (one) => (one.machines.length === 0 ? none : startWord(one)))]
      : []),
    row("recovered in", ({ ended }) => (ended?.recoveryMs === undefined ? none : seconds(ended.recoveryMs))),
    row("steps", (one) => String(stepsOf(one) ?? none)),
    ...sampled.map((title) => row(`out: ${title}`, ({ outages }) => outageWords(outages, title))),
    ...(losses.length === 0 ? [] : [row("declared lost", declaredWords)]),
    ...losses.map(([id, title]) => row(title, (one) => measuredWords(one, id))),
  ];
};

const declaredWords = ({ losses }: ProcedureRecord): string => {
  if (losses.length === 0) return none;
  const declared = losses.filter((loss) => loss.declared !== undefined);
  return declared.length === 0 ? "nothing" : declared.map(({ title }) => title).join(", ");
};

const measuredWords = ({ losses }: ProcedureRecord, id: string): string => {
  const loss = losses.find((one) => one.id === id);
  return loss === undefined ? none : lossWords(loss);
};
