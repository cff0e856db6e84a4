import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { UnitTable, UnitTableRow } from "../answers.ts";
import type { UnitMatrix } from "../matrix.ts";
import type { Asked } from "./ask.ts";
import { numbered } from "./plan.ts";
import type { Words } from "./words.ts";

/** Outlives a reboot, because the rounds of a matrix are one table. */
const stateFile = (id: string): string => `/var/lib/drillbook/unit-matrix/${id}.json`;

/** A table without answers. */
export const emptyTable = (plan: UnitMatrix): UnitTable => ({
  matrix: plan.id,
  tookMs: 0,
  rows: numbered(plan).map(({ group, variant }) => ({ group: group.id, title: variant.title, answers: {} })),
  words: [],
});

/** The table with the answers of one more round. */
export const withRound = (
  table: UnitTable,
  asked: readonly Asked[],
  words: Words,
  tookMs: number,
): UnitTable => ({
  ...table,
  tookMs: table.tookMs + tookMs,
  rows: table.rows.map((row, index) =>
    asked.filter(({ trial }) => trial.number === index + 1).reduce(withAnswers, row),
  ),
  words: words.all,
});

const withAnswers = (row: UnitTableRow, { trial, rejected, answers }: Asked): UnitTableRow => ({
  ...row,
  ...(rejected === undefined ? {} : { rejected }),
  answers: { ...row.answers, [trial.situation.id]: answers },
});

export const saveTable = (table: UnitTable): void => {
  const file = stateFile(table.matrix);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(table));
};

/** @throws Error when the matrix was not asked yet */
export const savedTable = (id: string): UnitTable => {
  try {
    return JSON.parse(readFileSync(stateFile(id), "utf8")) as UnitTable;
  } catch (cause) {
    throw new Error(`the matrix ${id} was not asked yet; unit-matrix ask ${id} 1`, { cause });
  }
};
