import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunContext } from "./context.ts";

const evidenceLimitMs = 10_000;

const withLimit = <T>(promise: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${evidenceLimitMs / 1000} s`)), evidenceLimitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** Saves each machine's logs before it is torn down; a machine that cannot be read leaves the reason in their place. */
export const collectEvidence = async (run: RunContext, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const [name, machine] of run.rig.machines) {
    const file = join(folder, `${run.procedureId}-${name}.log`);
    const logs = await withLimit(machine.logs()).catch((error: Error) => `no logs: ${error.message}\n`);
    await writeFile(file, logs);
    run.emit({ type: "evidence-collected", procedure: run.procedureId, machine: name, file });
  }
};
