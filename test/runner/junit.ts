import { type Element, xmlOf } from "#harness/views/xml.ts";
import type { PartResult } from "./part-run.ts";
import type { TestResult } from "./test-result.ts";

const inSeconds = (ms: number): string => (ms / 1000).toFixed(3);

const testCase = ({ file, name, state, ms, errors }: TestResult): Element => ({
  name: "testcase",
  attributes: { classname: file, name, time: inSeconds(ms) },
  children:
    state === "passed"
      ? []
      : state === "skipped"
        ? [{ name: "skipped", attributes: {} }]
        : [
            {
              name: "failure",
              attributes: { message: errors[0]?.split("\n")[0] ?? "" },
              text: errors.join("\n"),
            },
          ],
});

/** A part without tests of its own is one test; a part that ends badly although no test failed has one more. */
const testsOf = ({ part, ms, exitCode, tests, lastLines }: PartResult): readonly TestResult[] => {
  const untold = exitCode !== 0 && !tests.some(({ state }) => state === "failed");
  if (tests.length > 0 && !untold) return tests;
  const errors = untold ? [[`exit code ${exitCode}`, ...lastLines].join("\n")] : [];
  const whole: TestResult = {
    ...{ file: part.name, name: part.about, ms, errors },
    state: untold ? "failed" : "passed",
  };
  return [...tests, whole];
};

const suite = (result: PartResult): Element => {
  const tests = testsOf(result);
  return {
    name: "testsuite",
    attributes: { name: result.part.name, ...countsOf(tests), time: inSeconds(result.ms) },
    children: tests.map(testCase),
  };
};

const countsOf = (tests: readonly TestResult[]) => ({
  tests: tests.length,
  failures: tests.filter(({ state }) => state === "failed").length,
  errors: 0,
  skipped: tests.filter(({ state }) => state === "skipped").length,
});

/** All parts as JUnit XML: a suite a part. */
export const junitOf = (results: readonly PartResult[], tookMs: number): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${xmlOf({
    name: "testsuites",
    attributes: { name: "npm test", ...countsOf(results.flatMap(testsOf)), time: inSeconds(tookMs) },
    children: results.map(suite),
  })}`;
