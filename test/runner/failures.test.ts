import { describe, expect, test } from "vitest";
import { endOf, exitCodeOf, failuresSoFar } from "./failures.ts";
import { resultOf, testNamed } from "./results.fixture.ts";

const failed = testNamed("it holds", {
  state: "failed",
  errors: ["expected 1 to be 2\n- 2\n+ 1", "and \u001b[31mone more"],
});

describe("the end of a run", () => {
  test("has every failure of every part with its message, and the time of each part", () => {
    const end = endOf(
      [
        resultOf("types", { exitCode: 2, lastLines: ["a.ts(1,1): error TS1", "found 1 error"] }),
        resultOf("unit", { exitCode: 1, tests: [testNamed("passes"), failed] }),
        resultOf("vm", { ms: 72_000, tests: [testNamed("is left out", { state: "skipped" })] }),
      ],
      75_000,
      "/reports",
    );
    expect(end).toContain("2 failures:\n");
    expect(end).toContain(
      "  1)   types ended with exit code 2\n       a.ts(1,1): error TS1\n       found 1 error\n",
    );
    expect(end).toContain(
      "  2)   unit › a/b.test.ts › it holds\n       expected 1 to be 2\n       - 2\n       + 1\n",
    );
    expect(end).toContain("and \\x1b[31mone more");
    expect(end).toMatch(/^ {2}types {2}failed +2\.5 s$/m);
    expect(end).toMatch(/^ {2}unit {3}failed +2\.5 s {2}2 tests$/m);
    expect(end).toMatch(/^ {2}vm {5}passed +1 min 12 s {2}1 test$/m);
    expect(end).toMatch(/^✗ failed: 3 tests, 1 failed, 1 skipped, 1 min 15 s, reports: .*reports$/m);
  });

  test("a part that ended badly although no test failed is a failure", () => {
    const end = endOf([resultOf("vm", { exitCode: 1, tests: [testNamed("passes")] })], 1000, "/reports");
    expect(end).toContain("1 failure:\n\n  1)   vm ended with exit code 1\n");
  });

  test("without a failure says so", () => {
    const end = endOf([resultOf("unit", { tests: [testNamed("passes")] })], 1000, "/reports");
    expect(end).not.toContain("failure");
    expect(end).toMatch(/^✓ passed: 1 test, 1\.0 s, reports: /m);
  });
});

test("the exit code is zero only where every part passed", () => {
  expect(exitCodeOf([resultOf("unit"), resultOf("vm")])).toBe(0);
  expect(exitCodeOf([resultOf("unit", { exitCode: 2 }), resultOf("vm")])).toBe(1);
  expect(exitCodeOf([])).toBe(1);
});

test("a run that is interrupted has told of the tests that failed before, and of no part that was ended", () => {
  expect(failuresSoFar([resultOf("types"), resultOf("vm", { exitCode: 143 })])).toBe("");
  const so = failuresSoFar([resultOf("unit", { exitCode: 143, tests: [failed] })]);
  expect(so).toContain(
    "1 failure so far:\n\n  1)   unit › a/b.test.ts › it holds\n       expected 1 to be 2\n",
  );
});
