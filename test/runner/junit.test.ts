import { expect, test } from "vitest";
import { junitOf } from "./junit.ts";
import { resultOf, testNamed } from "./results.fixture.ts";

test("each part is a suite whose counts are those of its tests, and a part without tests is one", () => {
  const xml = junitOf(
    [
      resultOf("types"),
      resultOf("lint", { exitCode: 1, lastLines: ["a < b"] }),
      resultOf("unit", {
        exitCode: 1,
        tests: [
          testNamed("passes"),
          testNamed("fails", { state: "failed", errors: ["expected 1\nto be 2"] }),
          testNamed("is left out", { state: "skipped" }),
        ],
      }),
      resultOf("vm", { exitCode: 1, tests: [testNamed("passes")] }),
    ],
    10_000,
  );
  expect(xml).toContain(
    '<testsuites name="npm test" tests="7" failures="3" errors="0" skipped="1" time="10.000">',
  );
  expect(xml).toContain(
    '<testsuite name="types" tests="1" failures="0" errors="0" skipped="0" time="2.500">',
  );
  expect(xml).toContain("a &lt; b");
  expect(xml).toContain('<testcase classname="a/b.test.ts" name="fails" time="0.012">');
  expect(xml).toContain('<failure message="expected 1">expected 1\nto be 2</failure>');
  expect(xml).toContain("<skipped/>");
  expect(xml).toContain('<testsuite name="vm" tests="2" failures="1"');
});
