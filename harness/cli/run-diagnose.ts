import { existsSync } from "node:fs";
import { join } from "node:path";
import { readIndex } from "../diagnosis/read-index.ts";
import { UsageError } from "../errors.ts";
import { diagnoseCommand } from "../invocation.ts";
import type { PlatformProfile } from "../scenario/platform-profile.ts";
import { diagnoseText } from "./diagnose-text.ts";
import { shownPath } from "./shown-path.ts";

export type DiagnoseOptions = {
  readonly journal?: string;
  readonly json?: boolean;
  readonly startScenario?: string;
  readonly runbooks: string;
  readonly scenarios: readonly string[];
};

/** Reads the text, prints its causes, and answers the exit code. */
export const runDiagnose = async (
  file: string | undefined,
  options: DiagnoseOptions,
  platform?: PlatformProfile,
): Promise<number> => {
  const runbooks = options.runbooks;
  const index = readIndex(runbooks);
  if (index.length === 0) {
    throw new UsageError(`there is no index in ${shownPath(runbooks)}`, {
      next: "drill a scenario: every verified drill adds the output that it saw; or name a folder with --runbooks",
    });
  }
  const { diagnosis, exitCode } = await diagnoseText(file, options, {
    index,
    runbookOf: (id) => {
      const page = join(runbooks, `${id}.md`);
      return existsSync(page) ? shownPath(page) : undefined;
    },
    startScenario: diagnoseCommand(["FILE"], ["--start-scenario my-incident"]),
  });
  if (options.startScenario === undefined) return exitCode;
  const { startScenario } = await import("./start-scenario.ts");
  const said = startScenario(options.startScenario, diagnosis, options.scenarios[0] ?? ".", platform);
  process.stderr.write(`${said}\n`);
  return 0;
};
