import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, SerializedError, TestModule, TestSuite } from "vitest/node";
import { type DrillOutcome, outcomeOf } from "./drill-outcome.ts";
import { gameDayJUnit } from "./game-day-junit.ts";
import { beginLine, endLines, type Position, totalLines } from "./game-day-lines.ts";
import { planOfEnvironment } from "./plan.ts";

const notEnded = "the game day did not end";

/** Prints a line when a drill begins and when it ends, and keeps junit.xml up to date. */
export default class GameDayReporter implements Reporter {
  readonly #plan = planOfEnvironment();
  readonly #startMs = performance.now();
  readonly #ended: DrillOutcome[] = [];

  onTestRunStart(): void {
    this.#write([notEnded]);
  }

  onTestSuiteReady(suite: TestSuite): void {
    if (suite.parent.type !== "module") return;
    print([beginLine(this.#position(suite), suite.name, this.#plan.lastTimes[suite.name])]);
  }

  onTestSuiteResult(suite: TestSuite): void {
    if (suite.parent.type !== "module") return;
    const outcome = outcomeOf(suite);
    this.#ended.push(outcome);
    print(endLines(this.#position(suite), outcome));
    this.#write([notEnded]);
  }

  onUserConsoleLog({ content }: { readonly content: string }): void {
    process.stdout.write(content);
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: "passed" | "interrupted" | "failed",
  ): void {
    const errors = [...modules.flatMap((one) => one.errors()), ...unhandled];
    const problems = [
      ...errors.map(({ message, stack }) => stack ?? message),
      ...(reason === "interrupted" || this.#ended.length < this.#plan.ids.length ? [notEnded] : []),
    ];
    this.#write(problems);
    const tookMs = performance.now() - this.#startMs;
    print(["", ...totalLines(this.#ended, { of: this.#plan.ids.length, tookMs, problems })]);
  }

  #position({ name }: TestSuite): Position {
    const { ids } = this.#plan;
    return { number: ids.indexOf(name) + 1, of: ids.length };
  }

  #write(problems: readonly string[]): void {
    writeFileSync(join(this.#plan.report, "junit.xml"), gameDayJUnit(this.#ended, problems));
  }
}

const print = (lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
};
