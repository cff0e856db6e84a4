import type { UnitMatrix, UnitQuestion } from "../matrix.ts";
import type { Trial } from "./plan.ts";

/** The folder of scripts and answers while a matrix is asked; a reboot empties it. */
export const runFolder = (id: string): string => `/run/drillbook/unit-matrix/${id}`;

export const answerFile = (id: string, { unit }: Pick<Trial, "unit">): string =>
  `${runFolder(id)}/${unit}.answers`;

export const scriptOf = (id: string, situation: string): string => `${runFolder(id)}/${situation}.sh`;

/** Time limits of one unit, and of one question. */
export const unitSeconds = 40;
export const questionSeconds = 15;

/**
 * The unit of a trial. It stays active after its questions, so that its processes can be examined. Its answers go to
 * a file that systemd opens before it applies the sandbox.
 */
export const unitText = (plan: UnitMatrix, trial: Trial): string =>
  [
    "[Unit]",
    `Description=${plan.id}: ${trial.variant.title} (${trial.situation.id})`,
    "CollectMode=inactive",
    "",
    "[Service]",
    "Type=oneshot",
    "RemainAfterExit=yes",
    `TimeoutStartSec=${unitSeconds}`,
    "TimeoutStopSec=5",
    ...plan.base,
    `Environment=NAME=${plan.id}-${trial.number}`,
    `Environment=NUMBER=${trial.number}`,
    `Environment=SITUATION=${trial.situation.id}`,
    `ExecStart=/bin/sh ${scriptOf(plan.id, trial.situation.id)}`,
    `StandardOutput=truncate:${answerFile(plan.id, trial)}`,
    "StandardError=inherit",
    ...trial.variant.lines,
    "",
  ].join("\n");

const MARK = "\\036";

/** Asks the questions of a situation in sequence; the output of each is between two marks. */
export const askScript = (questions: readonly UnitQuestion[]): string =>
  [
    ...questions.map(({ id, needs, script }) => {
      const name = id.replaceAll("-", "_");
      const ask = [
        `printf '${MARK}begin ${id}\\n'`,
        `/usr/bin/timeout ${questionSeconds} /bin/sh -c ${shellWord(script)}`,
        `code_${name}=$?`,
        `printf '\\n${MARK}end ${id} %s\\n' "$code_${name}"`,
      ].join("\n");
      const isAskedHere = needs !== undefined && questions.some((one) => one.id === needs);
      return isAskedHere ? `if [ "$code_${needs.replaceAll("-", "_")}" = 0 ]; then\n${ask}\nfi` : ask;
    }),
    "exit 0",
    "",
  ].join("\n");

const shellWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The exit code and output of one question; without a code it was cut off. */
export type Said = { readonly exitCode: number | undefined; readonly printed: string };

/** The answers that a unit's process wrote; a question without an end was cut off with the unit. */
export const readAnswers = (text: string): ReadonlyMap<string, Said> => {
  const said = new Map<string, Said>();
  for (const part of text.split("\u001ebegin ").slice(1)) {
    const [id = "", ...rest] = part.split("\n");
    const [printed = "", end] = rest.join("\n").split(`\n\u001eend ${id} `);
    said.set(id, { exitCode: end === undefined ? undefined : Number.parseInt(end, 10), printed });
  }
  return said;
};
