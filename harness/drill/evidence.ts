import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { redactText } from "../journal/redaction.ts";
import { onThisHost } from "../machines/host-load.ts";
import type { Machine } from "../machines/machine.ts";
import { inTime } from "./clock.ts";
import type { RunContext } from "./context.ts";
import { seconds } from "./messages.ts";

const evidenceLimitMs = 10_000;

const logsOf = async (machine: Machine): Promise<string> => {
  const limitMs = onThisHost(evidenceLimitMs);
  const late = () => new Error(`no answer in ${seconds(limitMs)}`);
  return inTime(machine.logs(), limitMs, late).catch((error: Error) => `no logs: ${error.message}\n`);
};

/**
 * Saves each machine's logs before it is torn down, redacted as the journal is; a machine that cannot be read leaves the
 * reason in their place. It never throws: what cannot be written is told, and the machines still have to be removed.
 */
export const collectEvidence = async (run: RunContext, folder: string): Promise<void> => {
  for (const [name, machine] of run.rig.machines) {
    const file = join(folder, `${run.procedureId}-${name}.log`);
    const logs = await logsOf(machine);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(file, redactText(logs), { mode: 0o600 });
      run.emit({ type: "evidence-collected", procedure: run.procedureId, machine: name, file });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      const line = `the logs of ${name} could not be collected: ${said}`;
      run.emit({ type: "progress", procedure: run.procedureId, line });
    }
  }
};
