import type { Reporter, TestCase, TestModule, TestSuite } from "vitest/node";
import { errorLines } from "./error-lines.ts";
import type { PartEvent, TestResult } from "./test-result.ts";

const send = (event: PartEvent): void => {
  process.send?.(event);
};

/** Sends results to the process that started vitest; a failure outside of a test is reported as a failed test. */
export default class SendingReporter implements Reporter {
  onTestRunStart(specifications: readonly unknown[]): void {
    send({ type: "started", files: specifications.length });
  }

  onTestCaseResult(test: TestCase): void {
    const { state, errors = [] } = test.result();
    if (state === "pending") return;
    send({
      type: "test-ended",
      test: { ...told(test.module, test.fullName, errors), state, ms: msOf(test) },
    });
  }

  onTestSuiteResult(suite: TestSuite): void {
    this.#outsideOfTests(suite.module, suite.fullName, suite.errors());
  }

  onTestModuleEnd(module: TestModule): void {
    this.#outsideOfTests(module, "the file itself", module.errors());
    send({ type: "file-ended", file: module.relativeModuleId });
  }

  onTestRunEnd(_modules: readonly TestModule[], errors: readonly unknown[]): void {
    for (const error of errors) {
      const test: TestResult = {
        ...{ file: "vitest", name: "an error outside of every test", state: "failed", ms: 0 },
        errors: [errorLines(error)],
      };
      send({ type: "test-ended", test });
    }
  }

  #outsideOfTests(module: TestModule, name: string, errors: readonly unknown[]): void {
    if (errors.length === 0) return;
    send({ type: "test-ended", test: { ...told(module, name, errors), state: "failed", ms: 0 } });
  }
}

const told = (module: TestModule, name: string, errors: readonly unknown[]) => ({
  file: module.relativeModuleId,
  name,
  errors: errors.map(errorLines),
});

const msOf = (test: TestCase): number => Math.round(test.diagnostic()?.duration ?? 0);
