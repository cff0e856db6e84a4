import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runPart } from "./part-run.ts";
import type { Part } from "./parts.ts";
import type { PartEvent } from "./test-result.ts";

// Each starts a vitest of its own.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-runner-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const part = (command: readonly [string, ...string[]]): Part => ({
  ...{ name: "tried", about: "tried", lane: "processes", usualMs: 1000 },
  runs: { command },
});

const vitestOn = (file: string): Part =>
  part([
    ...(["vitest", "run", "--root", "test/fixtures/runner"] as const),
    ...["--reporter", join(import.meta.dirname, "vitest-reporter.ts"), file],
  ]);

const run = async (tried: Part, signal = new AbortController().signal) => {
  const events: PartEvent[] = [];
  const lines: string[] = [];
  const watch = { event: (event: PartEvent) => events.push(event), line: (line: string) => lines.push(line) };
  return { ...(await runPart(tried, { folder, watch, signal, mark: "tried" })), events, lines };
};

test("each test of a part is told as it ends, with its message", async () => {
  const { exitCode, tests, events } = await run(vitestOn("two.ts"));
  expect(exitCode).toBe(1);
  expect(tests.map(({ file, name, state }) => [file, name, state])).toEqual([
    ["two.ts", "two > passes", "passed"],
    ["two.ts", "two > fails", "failed"],
    ["two.ts", "two > is left out", "skipped"],
  ]);
  const [, failed] = tests;
  expect(failed?.errors[0]).toMatch(/expected \{ one: 1 \} to deeply equal \{ one: 2 \}/);
  expect(failed?.errors[0]).toMatch(/at .*two\.ts:6:/);
  expect(events.at(0)).toEqual({ type: "started", files: 1 });
  expect(events.at(-1)).toEqual({ type: "file-ended", file: "two.ts" });
});

test("a hook that fails is told as a failure, though no test of its suite ran", async () => {
  const { exitCode, tests } = await run(vitestOn("hook.ts"));
  expect(exitCode).toBe(1);
  expect(tests.filter(({ state }) => state === "failed")).toMatchObject([
    { name: "hook", errors: [expect.stringContaining("the hook failed")] },
  ]);
});

test("what a command prints is in its log, and its exit code is told", async () => {
  const { exitCode, lines, logFile, lastLines } = await run(
    part(["sh", "-c", "echo one; echo two >&2; exit 7"]),
  );
  expect(exitCode).toBe(7);
  expect(lines.toSorted()).toEqual(["one", "two"]);
  expect(lastLines.toSorted()).toEqual(["one", "two"]);
  expect(readFileSync(logFile, "utf8").split("\n").toSorted()).toEqual(["", "one", "two"]);
});

test("a command that cannot be started is a part that failed", async () => {
  expect((await run(part(["no-such-program-of-ours"]))).exitCode).not.toBe(0);
});

test("a signal ends the command", async () => {
  const interruption = new AbortController();
  const marker = join(folder, "began");
  const running = run(part(["sh", "-c", `touch ${marker}; exec sleep 60`]), interruption.signal);
  await vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 30_000 });
  interruption.abort();
  expect((await running).exitCode).not.toBe(0);
});
