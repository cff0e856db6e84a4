import { writeSync } from "node:fs";
import { ScenarioError } from "../errors.ts";
import { printError } from "./print-error.ts";

const scenarioExit = new ScenarioError("").exitCode;

const endedTheProcess = `✗ the command was ended by code that it had loaded, not by its own end
  claimed   nothing: what was asked for did not come to its end
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
      new ScenarioError("code that a scenario had left running has failed", {
        got,
        cause,
        next: "await what is begun, and run nothing in a scenario: it is a value",
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
