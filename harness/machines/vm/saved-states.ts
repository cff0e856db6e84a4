import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { identify, thisProcess } from "../engine/process-identity.ts";
import { namesIn } from "../files.ts";
import { removeUnpinned } from "../images/pins.ts";
import { createOverlay } from "./qemu/disk.ts";
import { saveState } from "./qemu/migration.ts";
import type { VmMachine } from "./vm-machine.ts";
import type { Source } from "./vm-rig.ts";

const fileFactsSchema = z.object({ bytes: z.number(), changedNs: z.string() });

const metaSchema = z.object({
  schema: z.literal(1),
  /** Size and time of last change (nanoseconds) by file name: a file that differs is not used. */
  files: z.record(z.string(), fileFactsSchema),
  /** The base disks of the saved ones, by path; a disk that was made again has other contents. */
  needs: z.record(z.string(), fileFactsSchema),
});

type Meta = z.infer<typeof metaSchema>;

const metaFile = "state.json";
const diskOf = (machine: string): string => `${machine}.qcow2`;
const overlayOf = (machine: string): string => `${machine}.overlay.qcow2`;
const memoryOf = (machine: string): string => `${machine}.memory`;

const factsOf = (file: string): z.infer<typeof fileFactsSchema> => {
  const { size, mtimeNs } = statSync(file, { bigint: true });
  return { bytes: Number(size), changedNs: String(mtimeNs) };
};

/** Frees memory and disk blocks that the guest does not need, because they would be saved, too. */
const slimScript = "sync; echo 3 >/proc/sys/vm/drop_caches; fstrim / 2>/dev/null; true";

/** Saves every machine into a new folder; the machines go on. */
export const saveMachines = async (
  folder: string,
  machines: ReadonlyMap<string, VmMachine>,
  disksBelow: readonly string[],
): Promise<void> => {
  const { pid, startTicks } = thisProcess();
  const work = `${folder}.making-${pid}-${startTicks}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    const all = [...machines.values()];
    await Promise.all(all.map((machine) => machine.exec({ script: slimScript, timeoutMs: 60_000 })));
    await Promise.all(all.map((machine) => saveMachine(work, machine)));
    replaceFolder(work, folder);
    for (const { name } of all)
      await createOverlay(join(folder, overlayOf(name)), join(folder, diskOf(name)));
    writeMeta(folder, disksBelow);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

/** Written last: a folder without it is incomplete. */
const writeMeta = (folder: string, disksBelow: readonly string[]): void => {
  const files = Object.fromEntries(readdirSync(folder).map((name) => [name, factsOf(join(folder, name))]));
  const needs = Object.fromEntries(disksBelow.map((disk) => [disk, factsOf(disk)]));
  writeFileSync(join(folder, metaFile), JSON.stringify({ schema: 1, files, needs } satisfies Meta));
};

/** If another process has saved the same state meanwhile, that one stays. */
const replaceFolder = (made: string, folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(made, folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
};

const saveMachine = (work: string, machine: VmMachine): Promise<void> =>
  machine.whileStopped(async (qemu) => {
    await saveState(qemu, join(work, memoryOf(machine.name)));
    // Only now: what the guest has written is in the file when the state is.
    copyFileSync(qemu.spec.disk, join(work, diskOf(machine.name)));
  });

/** Whether the folder holds a whole saved state. */
export const isWhole = (folder: string): boolean => {
  try {
    const { files, needs } = metaSchema.parse(JSON.parse(readFileSync(join(folder, metaFile), "utf8")));
    const inFolder = Object.entries(files).map(([name, facts]) => [join(folder, name), facts] as const);
    return [...inFolder, ...Object.entries(needs)].every(([file, { bytes, changedNs }]) => {
      const now = factsOf(file);
      return now.bytes === bytes && now.changedNs === changedNs;
    });
  } catch {
    return false;
  }
};

/** The machine as it was saved. */
export const savedSource = (folder: string, machine: string): Source => ({
  // A copy of an empty one: made in a millisecond, where qemu-img needs fifty.
  makeDisk: (file) => copyFileSync(join(folder, overlayOf(machine)), file),
  memory: join(folder, memoryOf(machine)),
});

/** Marks a state as used now, for the order in which states are removed. */
export const touchState = (folder: string): void => {
  const now = new Date();
  try {
    utimesSync(folder, now, now);
  } catch {
    // Removed meanwhile.
  }
};

const bytesBelow = (folder: string): number =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).blocks * 512, 0);

/** Removes the states that were used longest ago and are not pinned until the rest fits the limit; answers how many. */
export const pruneStates = async (
  root: string,
  capBytes: number,
  inUse: ReadonlySet<string>,
): Promise<number> => {
  const states = namesIn(root)
    .filter((name) => !removeUnfinished(join(root, name)))
    .map((name) => join(root, name))
    .map((folder) => ({ folder, bytes: bytesBelow(folder), usedMs: statSync(folder).mtimeMs }))
    .sort((a, b) => b.usedMs - a.usedMs);
  let sum = 0;
  let removed = 0;
  for (const { folder, bytes } of states) {
    sum += bytes;
    if (sum <= capBytes || inUse.has(folder)) continue;
    const remove = () => rmSync(folder, { recursive: true, force: true });
    if (await removeUnpinned(folder, remove)) removed += 1;
  }
  return removed;
};

/** Removes the unfinished folder of a process that has ended; true for every unfinished folder, also of a living process. */
const removeUnfinished = (folder: string): boolean => {
  const found = /\.making-(\d+)-(\d*)$/.exec(folder);
  if (!found) return false;
  if (identify(Number(found[1]))?.startTicks !== found[2]) rmSync(folder, { recursive: true, force: true });
  return true;
};
