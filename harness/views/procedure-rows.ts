import type { ProcedureRecord } from "../journal/drill-record.ts";
import { lossWords, outageWords, outTitles } from "./loss-words.ts";
import { stepsOf } from "./recommendation.ts";
import { startWord } from "./start-words.ts";
import { seconds } from "./time-words.ts";

/** One fact, a value for each procedure. */
export type ProcedureRow = readonly [fact: string, ...values: string[]];

const none = "–";

/** A procedure of a drill, and what its record does not tell. */
type ComparedProcedure = {
  readonly record: ProcedureRecord;
  /** What it was drilled on, where that is not what the others were: "a VM". */
  readonly on?: string;
  /** How many steps a human does. */
  readonly steps?: number;
};

/**
 * What the procedures of a drill cost, side by side: verdict, time, steps, outages, losses declared and measured.
 * `sampled`: titles of the checks of which an outage is told, even of none; without it, of those that were out.
 */
export const procedureRows = (
  procedures: readonly ComparedProcedure[],
  sampled: readonly string[] = outTitles(procedures.flatMap(({ record }) => record.outages)),
): ProcedureRow[] => {
  const all = procedures.flatMap(({ record }) => record.losses);
  const losses = [...new Map(all.map((loss) => [loss.id, loss.title]))];
  const row = (
    fact: string,
    value: (one: ProcedureRecord, procedure: ComparedProcedure) => string,
  ): ProcedureRow => [fact, ...procedures.map((procedure) => value(procedure.record, procedure))];
  return [
    row("verdict", ({ ended }, { on }) =>
      [ended?.verdict ?? "not ended", ...(on === undefined ? [] : [`on ${on}`])].join(" "),
    ),
    ...(procedures.some(({ record }) => record.startedFrom !== undefined)
      ? [row("started from", (one) => (one.machines.length === 0 ? none : startWord(one)))]
      : []),
    row("recovered in", ({ ended }) => (ended?.recoveryMs === undefined ? none : seconds(ended.recoveryMs))),
    row("steps", (one, { steps = stepsOf(one) }) => String(steps ?? none)),
    ...sampled.map((title) => row(`out: ${title}`, (one) => outWords(one, title))),
    ...(losses.length === 0 ? [] : [row("declared lost", declaredWords)]),
    ...losses.map(([id, title]) => row(title, (one) => measuredWords(one, id))),
  ];
};

/** Only of a drill that went to its end it can be said that a check was never out. */
const outWords = ({ outages, ended, samples }: ProcedureRecord, title: string): string => {
  const words = outageWords(outages, title);
  if (words !== none || ended?.verdict !== "verified") return words;
  return samples.some((sample) => sample.title === title && !sample.ok) ? "briefly" : "never";
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
