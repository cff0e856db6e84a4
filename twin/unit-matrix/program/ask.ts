import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { UnitAnswer } from "../answers.ts";
import type { UnitMatrix, UnitQuestion, UnitSituation } from "../matrix.ts";
import { questionsOf, type Trial, trialsIn } from "./plan.ts";
import { run, runScript } from "./run.ts";
import { rejectedLines, whyNotStarted } from "./systemd.ts";
import {
  answerFile,
  askScript,
  questionSeconds,
  readAnswers,
  runFolder,
  scriptOf,
  unitText,
} from "./texts.ts";
import type { Words } from "./words.ts";

const unitFolder = "/run/systemd/system";

export const unitFile = ({ unit }: Pick<Trial, "unit">): string => `${unitFolder}/${unit}`;

export type Asked = {
  readonly trial: Trial;
  readonly rejected?: string;
  readonly answers: Readonly<Record<string, UnitAnswer>>;
};

/** Asks every variant of this round, in the order of the situations. */
export const askRound = async (plan: UnitMatrix, round: number, words: Words): Promise<readonly Asked[]> => {
  const situations = plan.situations.filter((one) => one.round === round);
  const trials = situations.flatMap((situation) => trialsIn(plan, situation));
  mkdirSync(runFolder(plan.id), { recursive: true });
  mkdirSync(unitFolder, { recursive: true });
  for (const situation of situations) {
    writeFileSync(scriptOf(plan.id, situation.id), askScript(questionsOf(plan, situation, "unit")));
  }
  for (const trial of trials) writeFileSync(unitFile(trial), unitText(plan, trial));
  await runScript("systemctl daemon-reload");
  const rejected = await rejectedLines(trials.map(unitFile));
  const asked: Asked[] = [];
  for (const situation of situations) {
    if (situation.begin !== undefined) await runScript(situation.begin);
    for (const trial of trials.filter((one) => one.situation === situation)) {
      const why = rejected.get(unitFile(trial));
      asked.push(
        why === undefined
          ? { trial, answers: await askOne(plan, trial, words) }
          : { trial, rejected: why, answers: {} },
      );
    }
  }
  return asked;
};

/** Removes the unit files, and has systemd forget the units. */
export const removeUnits = async (plan: UnitMatrix): Promise<void> => {
  for (const trial of plan.situations.flatMap((situation) => trialsIn(plan, situation))) {
    rmSync(unitFile(trial), { force: true });
  }
  rmSync(runFolder(plan.id), { recursive: true, force: true });
  await runScript("systemctl daemon-reload && systemctl reset-failed 'unit-matrix-*'");
};

const environment = (plan: UnitMatrix, { number, situation }: Trial): Record<string, string> => ({
  NAME: `${plan.id}-${number}`,
  NUMBER: String(number),
  SITUATION: situation.id,
});

const askOne = async (
  plan: UnitMatrix,
  trial: Trial,
  words: Words,
): Promise<Readonly<Record<string, UnitAnswer>>> => {
  const { situation, unit } = trial;
  const env = environment(plan, trial);
  if (situation.before !== undefined) await runScript(situation.before, env);
  const started = await run("systemctl", ["start", unit]);
  const answers = await unitAnswers(plan, trial, started.exitCode === 0, words);
  for (const question of questionsOf(plan, situation, "machine")) {
    answers[question.id] = mayAsk(question, situation, answers)
      ? await askMachine(question, env, words)
      : { answer: "not asked" };
  }
  await run("systemctl", ["stop", unit]);
  if (situation.after !== undefined) await runScript(situation.after, env);
  return inOrder(situation, answers);
};

const inOrder = (situation: UnitSituation, answers: Record<string, UnitAnswer>): Record<string, UnitAnswer> =>
  Object.fromEntries(situation.questions.map((id) => [id, answers[id] ?? { answer: "not asked" }]));

const unitAnswers = async (
  plan: UnitMatrix,
  trial: Trial,
  isStarted: boolean,
  words: Words,
): Promise<Record<string, UnitAnswer>> => {
  const file = answerFile(plan.id, trial);
  const said = readAnswers(existsSync(file) ? readFileSync(file, "utf8") : "");
  const answers: Record<string, UnitAnswer> = {};
  for (const [index, { id }] of questionsOf(plan, trial.situation, "unit").entries()) {
    const one = said.get(id);
    if (one?.exitCode === 0) answers[id] = { answer: "yes" };
    else if (one !== undefined) {
      const end =
        one.exitCode === undefined ? "cut off with the unit" : `exit ${one.exitCode}, nothing printed`;
      answers[id] = { answer: "no", word: words.placeOf(one.printed.trim() === "" ? end : one.printed) };
    } else if (index === 0 && !isStarted) {
      // systemd could not start the process, so nothing was asked.
      answers[id] = { answer: "no", word: words.placeOf(await whyNotStarted(trial.unit)) };
    } else answers[id] = { answer: "not asked" };
  }
  return answers;
};

const mayAsk = (
  { needs }: UnitQuestion,
  situation: UnitSituation,
  answers: Readonly<Record<string, UnitAnswer>>,
): boolean => needs === undefined || !situation.questions.includes(needs) || answers[needs]?.answer === "yes";

const askMachine = async (
  { script }: UnitQuestion,
  env: Readonly<Record<string, string>>,
  words: Words,
): Promise<UnitAnswer> => {
  const { exitCode, output } = await run("/bin/sh", ["-c", script], { env, limitMs: questionSeconds * 1000 });
  if (exitCode === 0) return { answer: "yes" };
  const text = output.trim() === "" ? `exit ${exitCode ?? "unknown"}, nothing printed` : output;
  return { answer: "no", word: words.placeOf(text) };
};
