import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { IndexEntry } from "../diagnosis/index-entry.ts";
import { UsageError } from "../errors.ts";
import { calledAs, diagnoseCommand } from "../invocation.ts";
import { diagnoseText } from "./diagnose-text.ts";
import { printError } from "./print-error.ts";
import { shownPath } from "./shown-path.ts";

const usage = (): string => `Usage: ${diagnoseCommand(["[options]", "[file]"])}

Names the causes of an error text, how sure each is, what to ask, and the runbook. Without a file, or with -, the text
is read from standard input.

  --journal <unit>  read this unit's journal since the last boot
  --json            print one JSON object
  --help

Exit codes: 0 a cause is named · 2 unknown · 64 bad arguments, or no text · 69 no journalctl
This file needs nothing but Node 18 or newer. The index of the drills' output is in it.
`;

const optionsOf = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        journal: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (cause) {
    throw new UsageError("the arguments are not known", { cause, next: diagnoseCommand([], ["--help"]) });
  }
};

/** Runbooks are named even where the file lies alone. */
const runbookIn = (folder: string) => (page: string) => {
  const file = join(folder, `${page}.md`);
  return existsSync(file) ? shownPath(file) : `runbooks/${page}.md`;
};

const run = async (index: readonly IndexEntry[], file: string): Promise<number> => {
  const { values, positionals } = optionsOf(process.argv.slice(2));
  if (values.help === true) {
    process.stdout.write(usage());
    return 0;
  }
  if (positionals.length > 1) {
    throw new UsageError("more than one file is named", { next: "give one text at a time" });
  }
  const { journal, json = false } = values;
  const source = journal === undefined ? { json } : { journal, json };
  const known = { index, runbookOf: runbookIn(join(file, "..")) };
  return (await diagnoseText(positionals[0], source, known)).exitCode;
};

/** `diagnose` as one file, at `url`, with the index in it. */
export const main = async (index: readonly IndexEntry[], url: string): Promise<void> => {
  const file = fileURLToPath(url);
  calledAs({ diagnoseFile: shownPath(file) });
  // A reader such as `head` may have read enough.
  process.stdout.on("error", () => process.exit());
  const code = await run(index, file).catch(printError);
  process.exitCode = code;
};
