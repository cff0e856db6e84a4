import { type UnitTable, worksIn } from "../answers.ts";
import type { UnitMatrix } from "../matrix.ts";
import { type Asked, askRound, removeUnits, unitFile } from "./ask.ts";
import { readPlan } from "./plan.ts";
import { runScript } from "./run.ts";
import { sectionOf } from "./section.ts";
import { exposuresOf } from "./systemd.ts";
import { emptyTable, savedTable, saveTable, withRound } from "./table.ts";
import { Words } from "./words.ts";

const usage = `usage: unit-matrix ask MATRIX ROUND                 asks every variant; keeps the answers of earlier rounds
       unit-matrix table MATRIX                     prints all answers as a section of a page
       unit-matrix answers MATRIX                   prints all answers as JSON
       unit-matrix broken MATRIX SITUATION GROUP    prints the variants for which an answer is not yes
       unit-matrix clean MATRIX                     removes the units, and what the questions have left
`;

const withExposure = async (asked: readonly Asked[], table: UnitTable): Promise<UnitTable> => {
  const units = new Map(asked.map(({ trial }) => [trial.number, trial]));
  const scores = await exposuresOf([...units.values()].map(unitFile));
  return {
    ...table,
    rows: table.rows.map((row, index) => {
      const exposure = scores.get(units.get(index + 1)?.unit ?? "");
      return exposure === undefined ? row : { ...row, exposure };
    }),
  };
};

const ask = async (plan: UnitMatrix, round: number): Promise<void> => {
  const sinceMs = performance.now();
  const isFirst = round === Math.min(...plan.situations.map((one) => one.round));
  const before = isFirst ? emptyTable(plan) : savedTable(plan.id);
  const words = new Words(before.words);
  const asked = await askRound(plan, round, words);
  const table = withRound(before, asked, words, 0);
  const scored = isFirst ? await withExposure(asked, table) : table;
  const tookMs = Math.round(performance.now() - sinceMs);
  saveTable({ ...scored, tookMs: before.tookMs + tookMs });
  const cells = asked.reduce((sum, { answers }) => sum + Object.keys(answers).length, 0);
  process.stdout.write(`${asked.length} trials, ${cells} answers, ${(tookMs / 1000).toFixed(1)} s\n`);
};

const broken = (table: UnitTable, situation: string, group: string): string =>
  table.rows
    .filter((row) => row.group === group && worksIn(row, situation) === false)
    .map(({ title }) => `${title}\n`)
    .join("");

const print = (value: object): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

const main = async ([command, id = "", ...rest]: readonly string[]): Promise<number> => {
  if (command === "ask" && rest.length === 1) await ask(readPlan(id), Number(rest[0]));
  else if (command === "table") print(sectionOf(readPlan(id), savedTable(id)));
  else if (command === "answers") print(savedTable(id));
  else if (command === "broken" && rest.length === 2)
    process.stdout.write(broken(savedTable(id), rest[0] ?? "", rest[1] ?? ""));
  else if (command === "clean") {
    const plan = readPlan(id);
    await removeUnits(plan);
    await runScript(plan.clean);
  } else {
    process.stderr.write(usage);
    return 64;
  }
  return 0;
};

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`unit-matrix: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
