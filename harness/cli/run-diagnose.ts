import { existsSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../diagnosis/rank.ts";
import { readIndex } from "../diagnosis/read-index.ts";
import { Scan } from "../diagnosis/scan.ts";
import { UsageError } from "../errors.ts";
import { readLines } from "./read-lines.ts";
import { shownPath } from "./shown-path.ts";
import { textSource } from "./text-source.ts";

export type DiagnoseOptions = {
  readonly journal?: string;
  readonly json?: boolean;
  readonly startScenario?: string;
  readonly runbooks: string;
  readonly scenarios: readonly string[];
};

const unknownExit = 2;

/** Reads the text, prints its causes, and answers the exit code. */
export const runDiagnose = async (file: string | undefined, options: DiagnoseOptions): Promise<number> => {
  const runbooks = options.runbooks;
  const index = readIndex(runbooks);
  if (index.length === 0) {
    throw new UsageError(`there is no index in ${shownPath(runbooks)}`, {
      next: "drill a scenario: every verified drill adds the output that it saw; or name a folder with --runbooks",
    });
  }
  const scan = new Scan(index);
  const { from, chunks } = textSource(file, options.journal);
  await readLines(chunks, from, scan);
  const diagnosis = diagnose(scan.end(), index);
  const runbookOf = (id: string): string | undefined => {
    const page = join(runbooks, `${id}.md`);
    return existsSync(page) ? shownPath(page) : undefined;
  };
  if (options.json === true) {
    const { diagnosisJson } = await import("../views/diagnosis-json.ts");
    process.stdout.write(diagnosisJson(diagnosis, { index, runbookOf }));
  } else {
    const [{ renderDiagnosis }, { default: picocolors }] = await Promise.all([
      import("../views/diagnosis.ts"),
      import("picocolors"),
    ]);
    const colors = picocolors.createColors(process.stdout.isTTY === true && picocolors.isColorSupported);
    const columns = process.stdout.columns ?? 100;
    process.stdout.write(renderDiagnosis(diagnosis, { index, runbookOf, colors, columns }));
  }
  if (options.startScenario !== undefined) {
    const { startScenario } = await import("./start-scenario.ts");
    process.stderr.write(`${startScenario(options.startScenario, diagnosis, options.scenarios[0] ?? ".")}\n`);
    return 0;
  }
  return diagnosis.groups.length === 0 ? unknownExit : 0;
};
