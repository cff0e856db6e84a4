import { type Diagnosis, diagnose } from "../diagnosis/rank.ts";
import { Scan } from "../diagnosis/scan.ts";
import type { DiagnosisView } from "../views/diagnosis.ts";
import { readLines } from "./read-lines.ts";
import { textSource } from "./text-source.ts";

const unknownExit = 2;

/** Reads the text of a file, of a unit's journal or of standard input, and prints its causes. */
export const diagnoseText = async (
  file: string | undefined,
  { journal, json = false }: { readonly journal?: string; readonly json?: boolean },
  known: Omit<DiagnosisView, "colors" | "columns">,
): Promise<{ readonly diagnosis: Diagnosis; readonly exitCode: number }> => {
  const scan = new Scan(known.index);
  const { from, chunks } = textSource(file, journal);
  await readLines(chunks, from, scan);
  const diagnosis = diagnose(scan.end(), known.index);
  if (json) {
    const { diagnosisJson } = await import("../views/diagnosis-json.ts");
    process.stdout.write(diagnosisJson(diagnosis, known));
  } else {
    const [{ renderDiagnosis }, { default: picocolors }] = await Promise.all([
      import("../views/diagnosis.ts"),
      import("picocolors"),
    ]);
    const colors = picocolors.createColors(process.stdout.isTTY === true && picocolors.isColorSupported);
    const columns = process.stdout.columns ?? 100;
    process.stdout.write(renderDiagnosis(diagnosis, { ...known, colors, columns }));
  }
  return { diagnosis, exitCode: diagnosis.groups.length === 0 ? unknownExit : 0 };
};
