import { counted, seconds } from "../views/time-words.ts";
import { allTests, type DrillOutcome, isGood, messagesOf } from "./drill-outcome.ts";
import type { Position } from "./plan.ts";

const place = ({ number, of }: Position): string => `${String(number).padStart(String(of).length)}/${of}`;

/** "    3/26  dns-spof …  52.1 s the last time". */
export const beginLine = (at: Position, id: string, lastMs: number | undefined): string =>
  `  ${place(at)}  ${id} …${lastMs === undefined ? "" : `  ${seconds(lastMs)} the last time`}`;

/** "✓  3/26  dns-spof  verified in 52.1 s", and below it the failures. */
export const endLines = (at: Position, outcome: DrillOutcome): string[] => [
  `${markOf(outcome)} ${place(at)}  ${outcome.id}  ${endWords(outcome)}`,
  ...(isGood(outcome) ? skipLines(outcome) : troubleLines(outcome)),
];

const markOf = (outcome: DrillOutcome): string => {
  if (!isGood(outcome)) return "✗";
  return outcome.meta?.verdict === "skipped" ? "–" : "✓";
};

const endWords = (outcome: DrillOutcome): string => {
  const { meta } = outcome;
  const ended = meta === undefined ? "did not end" : `${meta.verdict} in ${seconds(meta.tookMs)}`;
  const wrong = allTests(outcome).filter(({ state }) => state === "failed").length;
  return wrong === 0 ? ended : `${ended}, ${wrong} of ${counted(allTests(outcome).length, "test")} failed`;
};

const indented = (text: string): string[] => text.split("\n").map((line) => `    ${line}`);

const skipLines = ({ tests, procedures }: DrillOutcome): string[] => [
  ...tests.filter(({ state }) => state === "skipped").flatMap(({ message }) => indented(message)),
  ...procedures.flatMap(({ id, tests: own }) =>
    own
      .filter(({ state }) => state === "skipped")
      .flatMap(({ message }) => indented(`${id} is skipped: ${message}`)),
  ),
];

const troubleLines = (outcome: DrillOutcome): string[] => messagesOf(outcome).flatMap(indented);

const states = [
  ["passed", "passed"],
  ["failed", "failed"],
  ["pending", "not run"],
  ["skipped", "skipped"],
] as const;

/** The end of the game day: the failures again, and the totals. */
export const totalLines = (
  drills: readonly DrillOutcome[],
  {
    of,
    tookMs,
    problems,
  }: { readonly of: number; readonly tookMs: number; readonly problems: readonly string[] },
): string[] => {
  const bad = drills.filter((one) => !isGood(one));
  const verdicts = new Map<string, number>();
  for (const one of drills) {
    const word = isGood(one) ? (one.meta?.verdict ?? "verified") : "failed";
    verdicts.set(word, (verdicts.get(word) ?? 0) + 1);
  }
  const tests = drills.flatMap(allTests);
  const count = (state: string) => tests.filter((test) => test.state === state).length;
  const missing = of - drills.length;
  const drilled = [
    ...[...verdicts].map(([word, many]) => `${many} ${word}`),
    ...(missing === 0 ? [] : [`${missing} not drilled`]),
  ];
  return [
    ...bad.flatMap((one) => [`✗ ${one.id}  ${endWords(one)}`, ...troubleLines(one)]),
    ...problems.flatMap((text) => [`✗ the game day itself`, ...indented(text)]),
    `${counted(of, "drill")} in ${seconds(tookMs)}: ${drilled.join(", ")}`,
    `${counted(tests.length, "test")}: ${states.map(([state, word]) => `${count(state)} ${word}`).join(", ")}`,
  ];
};
