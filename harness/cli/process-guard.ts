import { writeSync } from "node:fs";
import { ScenarioError } from "../errors.ts";
import { printError } from "./print-error.ts";

const scenarioExit = new ScenarioError("").exitCode;

const endedTheProcess = `✗ code of a scenario ended the command
  claimed   nothing: the command did not complete
  next      take process.exit(), and an await that never ends, out of the scenario and of what it imports
`;

/**
 * Runs a command in which code of scenarios runs, too, and answers its exit code. What that code does to the process
 * is never taken for a success: ending it, waiting for ever, or failing after it was loaded.
 */
export const guarded = async (command: () => Promise<number>): Promise<number> => {
  let failedLater = false;
  const onExit = (): void => {
    // Written at once: nothing that takes a turn is done any more.
    writeSync(2, endedTheProcess);
    process.exitCode = scenarioExit;
  };
  const onFailure = (cause: unknown): void => {
    failedLater = true;
    const got = cause instanceof Error ? cause.message : String(cause);
    void printError(
      new ScenarioError("code that a scenario started and did not await has failed", {
        got,
        cause,
        next: "run nothing in a scenario: it is a value",
      }),
    );
  };
  process.on("exit", onExit);
  process.on("unhandledRejection", onFailure);
  process.on("uncaughtException", onFailure);
  try {
    const code = await command();
    return failedLater && code === 0 ? scenarioExit : code;
  } finally {
    process.off("exit", onExit);
    process.off("unhandledRejection", onFailure);
    process.off("uncaughtException", onFailure);
  }
};
