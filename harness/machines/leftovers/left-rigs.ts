import { rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { livenessOf, type ProcessIdentity } from "../engine/process-identity.ts";
import type { OnProgress } from "../rig-host.ts";
import { processesOf, type RigRecord, removeRigFolder, rigRecords, rigsDir } from "../rig-record.ts";

const endMs = 5000;
/** A rig without a record is being made at this moment, or was never finished. */
const recordAppearsMs = 10_000;

/** Ends the processes of rigs whose harness no longer lives, and removes their folders; containers are the engine's. */
export const removeLeftRigs = async (options: {
  readonly kept: boolean;
  readonly onProgress: OnProgress;
}): Promise<void> => {
  for (const { id, record } of rigRecords()) {
    if (record === undefined) {
      if (isOld(id)) removeRigFolder(id);
      continue;
    }
    if (livenessOf(record.owner) !== "dead") continue;
    if (record.kept && mayRun(record) && !options.kept) continue;
    await Promise.all(processesOf(record).filter(isAlive).map(end));
    removeRigFolder(id);
    // What is removed of containers is told where they are removed.
    if (record.machines.every(({ kind }) => kind === "container")) continue;
    options.onProgress(
      `removed the virtual machines of "${record.label}" (process ${record.owner.pid} has ended)`,
    );
  }
};

/** The rigs that were kept by a process that has ended, of this cache; containers among them may have been removed by other means. */
export const keptRigs = (): RigRecord[] =>
  rigRecords().flatMap(({ record }) =>
    record?.kept && livenessOf(record.owner) === "dead" && mayRun(record) ? [record] : [],
  );

const isAlive = (process: ProcessIdentity): boolean => livenessOf(process) === "alive";

/** Of a rig without a process of its own, the engine alone knows whether its machines run. */
const mayRun = (record: RigRecord): boolean => {
  const processes = processesOf(record);
  return processes.length === 0 ? record.machines.length > 0 : processes.some(isAlive);
};

const isOld = (id: string): boolean => {
  const found = statSync(join(rigsDir(), id), { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > recordAppearsMs;
};

const end = async (one: ProcessIdentity): Promise<void> => {
  process.kill(one.pid, "SIGKILL");
  for (let waitedMs = 0; isAlive(one) && waitedMs < endMs; waitedMs += 10) await delay(10);
};

/** Removes the folder of all rigs, where none runs. */
export const removeRigsDir = (): void => {
  try {
    rmdirSync(rigsDir());
  } catch {
    // Rigs run, or none ever has.
  }
};
