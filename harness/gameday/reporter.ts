import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, SerializedError, TestModule, TestSuite } from "vitest/node";
import { type DrillOutcome, outcomeOf } from "./drill-outcome.ts";
import { gameDayJUnit } from "./game-day-junit.ts";
import { beginLine, endLines, totalLines } from "./game-day-lines.ts";
import { planOfEnvironment, positionIn } from "./plan.ts";

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
    // Tests of drills that run side by side all begin at once; the drills' own beginnings are told by themselves.
    if (suite.parent.type !== "module" || this.#plan.jobs > 1) return;
    const { name } = suite;
    print([beginLine(positionIn(this.#plan, name), name, this.#plan.lastTimes[name])]);
  }

  onTestSuiteResult(suite: TestSuite): void {
    if (suite.parent.type !== "module") return;
    const outcome = outcomeOf(suite);
    this.#ended.push(outcome);
    print(endLines(positionIn(this.#plan, suite.name), outcome));
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
    print(["", ...totalLines(this.#inOrder(), { of: this.#plan.ids.length, tookMs, problems })]);
  }

  /** As the game day asks for them, whichever ended first. */
  #inOrder(): DrillOutcome[] {
    const { ids } = this.#plan;
    return this.#ended.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  }

  #write(problems: readonly string[]): void {
    writeFileSync(join(this.#plan.report, "junit.xml"), gameDayJUnit(this.#inOrder(), problems));
  }
}

const print = (lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(""));
};
