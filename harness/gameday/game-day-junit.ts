import type { DrillOutcome, TestOutcome } from "./drill-outcome.ts";
import { junitText, type TestCase, type TestSuite } from "./junit-text.ts";

/**
 * A game day as JUnit XML: a suite for each procedure and one for what belongs to none, with the times of the journals.
 * A suite takes from its procedure's beginning to its end, so their sum is what the drills took; a phase takes as long
 * as all that happens in it. `problems` are those of the game day itself.
 */
export const gameDayJUnit = (drills: readonly DrillOutcome[], problems: readonly string[]): string => {
  const own: TestCase[] = problems.map((message) => ({
    className: "game day",
    name: firstLine(message),
    ms: 0,
    trouble: { kind: "error", message: firstLine(message), text: message },
  }));
  return junitText("game day", [
    ...drills.flatMap(suitesOf),
    ...(own.length === 0 ? [] : [{ name: "game day", cases: own }]),
  ]);
};

const suitesOf = ({ id, meta, tests, procedures }: DrillOutcome): TestSuite[] => {
  const ofProcedures = procedures.map((one): TestSuite => {
    const span = meta?.procedures[one.id];
    return {
      name: `${id} ${one.id}`,
      cases: one.tests.map((test) => testCase(`${id}.${one.id}`, test)),
      // Of a procedure that was not begun nothing took any time.
      ms: span?.tookMs ?? 0,
      ...(span === undefined ? {} : { beganAtMs: span.beganAtMs }),
    };
  });
  const own = tests.map((test) => testCase(id, test));
  const began = meta === undefined ? {} : { beganAtMs: meta.beganAtMs };
  return [...ofProcedures, { name: id, cases: own, ...began }];
};

const testCase = (className: string, { name, state, tookMs, message }: TestOutcome): TestCase => ({
  className,
  name,
  ms: tookMs,
  ...(state === "passed"
    ? {}
    : { trouble: { kind: kinds[state], message: firstLine(message), text: message } }),
});

const kinds = { failed: "failure", skipped: "skipped", pending: "error" } as const;

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? "";
