import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Progress } from "./progress.ts";
import { partNamed, resultOf, testNamed } from "./results.fixture.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const shown = (columns: number | undefined) => {
  let text = "";
  const write = (more: string): void => {
    text += more;
  };
  const progress = new Progress({ write, columns });
  const taken = (): string => {
    const before = text;
    text = "";
    return before;
  };
  return { progress, taken };
};

const unit = partNamed("unit");

test("without a terminal: a line as a part begins and ends, for each failure, and every half minute", () => {
  const { progress, taken } = shown(undefined);
  progress.began(unit, 45_000);
  expect(taken()).toBe("unit            begins: usually 45.0 s\n");
  progress.event(unit, { type: "started", files: 3 });
  progress.event(unit, { type: "test-ended", test: testNamed("passes") });
  progress.event(unit, { type: "file-ended", file: "a/b.test.ts" });
  expect(taken()).toBe("");
  vi.advanceTimersByTime(30_000);
  expect(taken()).toMatch(/^unit {12}1 of 3 files, 1 tests, 30\.0 s of usually 45\.0 s\n$/);
  progress.event(unit, { type: "test-ended", test: testNamed("fails", { state: "failed" }) });
  expect(taken()).toBe("unit            ✗ a/b.test.ts › fails\n");
  progress.ended(resultOf("unit", { exitCode: 1, tests: [testNamed("passes"), testNamed("fails")] }));
  expect(taken()).toBe("unit            ✗ failed: 2 tests, 2.5 s\n");
  progress.close();
  vi.advanceTimersByTime(60_000);
  expect(taken()).toBe("");
});

test("on a terminal: one line that changes, of all parts that run, no wider than it", () => {
  const { progress, taken } = shown(60);
  progress.began(unit, 45_000);
  progress.began({ ...partNamed("images"), runs: { command: ["true"] } }, 10_000);
  progress.line({ ...partNamed("images"), runs: { command: ["true"] } }, "unpacking");
  expect(taken()).toBe("");
  vi.advanceTimersByTime(250);
  const line = taken();
  expect(line).toMatch(/^\r\u001b\[Kunit 0\.3 s of usually 45\.0 s · images 0\.3 s of usually.*…$/);
  expect(line.length).toBeLessThanOrEqual(60 + "\r\u001b[K".length);
  progress.ended(resultOf("unit"));
  expect(taken()).toBe("\r\u001b[Kunit            ✓ passed: 2.5 s\n");
  progress.close();
});
