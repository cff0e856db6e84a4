import type { TestCase, TestSuite } from "vitest/node";
import type { DrillMeta } from "./test-meta.ts";

export type TestOutcome = {
  readonly name: string;
  /** `pending`: it was not run. */
  readonly state: "passed" | "failed" | "skipped" | "pending";
  readonly tookMs: number;
  /** Why it failed, was skipped or was not run; empty when it passed. */
  readonly message: string;
};

const notRunText = "it was not run";

/** The result of one scenario's tests. */
export type DrillOutcome = {
  readonly id: string;
  /** Absent when the drill did not complete. */
  readonly meta?: DrillMeta;
  /** Failures of the whole drill; the first one kept the other tests from running. */
  readonly tests: readonly TestOutcome[];
  readonly procedures: readonly { readonly id: string; readonly tests: readonly TestOutcome[] }[];
};

/** The result of a scenario's suite. */
export const outcomeOf = (suite: TestSuite): DrillOutcome => {
  const procedures = [...suite.children.suites()];
  const errors = [suite, ...procedures].flatMap((one) => one.errors());
  const drill = [...suite.children.tests()]
    .map((test) => test.meta().drill)
    .find((meta) => meta !== undefined);
  // When the drill itself fails, the runner reports its tests as skipped.
  const outcomes = ({ children }: TestSuite): TestOutcome[] =>
    [...children.tests()].map((test) => (errors.length > 0 ? notRun(test) : outcomeOfTest(test)));
  return {
    id: suite.name,
    ...(drill === undefined ? {} : { meta: drill }),
    tests: [...errors.map(({ message }) => ({ ...failedDrill, message })), ...outcomes(suite)],
    procedures: procedures.map((one) => ({ id: one.name, tests: outcomes(one) })),
  };
};

const failedDrill = { name: "the drill", state: "failed", tookMs: 0 } as const;

const notRun = ({ name }: TestCase): TestOutcome => ({
  name,
  state: "pending",
  tookMs: 0,
  message: notRunText,
});

const outcomeOfTest = (test: TestCase): TestOutcome => {
  const result = test.result();
  if (result.state === "pending") return notRun(test);
  const message =
    result.state === "skipped"
      ? (result.note ?? "")
      : (result.errors ?? []).map((error) => error.message).join("\n");
  return { name: test.name, state: result.state, tookMs: test.meta().tookMs ?? 0, message };
};

export const allTests = ({ tests, procedures }: DrillOutcome): readonly TestOutcome[] => [
  ...procedures.flatMap((one) => one.tests),
  ...tests,
];

/** Whether every expected test passed or was skipped. */
export const isGood = (outcome: DrillOutcome): boolean =>
  allTests(outcome).every(({ state }) => state === "passed" || state === "skipped");

/** The distinct failures; many tests of a failed drill have the same. */
export const messagesOf = (outcome: DrillOutcome): readonly string[] => {
  const told = outcome.meta?.messages ?? [];
  if (told.length > 0) return told;
  const tests = allTests(outcome);
  const failed = tests.filter(({ state }) => state === "failed");
  const wrong = failed.length > 0 ? failed : tests.filter(({ state }) => state === "pending");
  return wrong.map(({ name, message }) => `${name}: ${message}`);
};
