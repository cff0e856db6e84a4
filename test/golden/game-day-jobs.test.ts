import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { type GameDayPlan, planInEnvironment } from "#harness/gameday/plan.ts";
import { repositoryRoot } from "#setup/repository.ts";

/** A game day of scenarios that touch no machine: one is skipped, the other is not valid. */
const gameDay = async (jobs: number) => {
  const folder = mkdtempSync(join(tmpdir(), "drillbook-game-day-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const report = join(folder, "report");
  mkdirSync(report);
  const plan: GameDayPlan = {
    ...{
      root: repositoryRoot,
      report,
      runbooks: join(folder, "runbooks"),
      processes: join(folder, "processes"),
      setup: false,
      jobs,
      sideBySide: false,
    },
    ids: ["is-not-valid", "needs-older"],
    scenarios: [join(repositoryRoot, "test/fixtures/scenarios/game-day")],
    lastTimes: { "needs-older": 5000 },
  };
  const own = join(repositoryRoot, "harness/gameday");
  const vitest = join(repositoryRoot, "node_modules/vitest/vitest.mjs");
  const { stdout } = await execa(
    process.execPath,
    [
      vitest,
      "run",
      "--root",
      repositoryRoot,
      "--config",
      `${own}/vitest.config.ts`,
      `--reporter=${own}/reporter.ts`,
    ],
    { env: planInEnvironment(plan), reject: false },
  );
  const lines = stdout.split("\n").filter((line) => /^. ( |\d)/.test(line) && /\d\/2/.test(line));
  const told = lines.map((line) => line.replace(/ in \d.*/, ""));
  const suites = [...readFileSync(join(report, "junit.xml"), "utf8").matchAll(/<testsuite name="([^"]*)"/g)];
  return { told, suites: suites.map(([, name]) => name) };
};

test("one drill at a time: each begins when the one before it has been told", async () => {
  const { told, suites } = await gameDay(1);
  expect(told).toEqual([
    "  1/2  is-not-valid …",
    "✗ 1/2  is-not-valid  did not end, 1 of 1 test failed",
    "  2/2  needs-older …  5.0 s the last time",
    "– 2/2  needs-older  skipped",
  ]);
  expect(suites).toEqual(["is-not-valid", "needs-older"]);
});

test("side by side: each is told when it begins and when it ends, and the report is in order", async () => {
  const { told, suites } = await gameDay(2);
  expect(told).toHaveLength(3);
  expect(told[0]).toBe("  2/2  needs-older …  5.0 s the last time");
  expect(told.toSorted()).toEqual([
    "  2/2  needs-older …  5.0 s the last time",
    "– 2/2  needs-older  skipped",
    "✗ 1/2  is-not-valid  did not end, 1 of 1 test failed",
  ]);
  expect(suites).toEqual(["is-not-valid", "needs-older"]);
});
