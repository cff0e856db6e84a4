import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makePrivateDir } from "../engine/cache-paths.ts";
import { type ProcessIdentity, processIdentitySchema, thisProcess } from "../engine/process-identity.ts";
import { runsDir, socketDirOf } from "./paths.ts";

const recordSchema = z.object({
  owner: processIdentitySchema,
  label: z.string(),
  kept: z.boolean(),
  machines: z.array(z.object({ name: z.string(), qemu: processIdentitySchema })),
});

/** The record of a run, with which its processes and files can be found and removed. */
export type RunRecord = z.infer<typeof recordSchema>;

const recordFile = (id: string): string => join(runsDir(), id, "run.json");

/** The folders and the record of one running rig. */
export class Run {
  readonly id: string;
  /** For disks. */
  readonly dir: string;
  readonly socketDir: string;
  readonly #machines = new Map<string, ProcessIdentity>();
  readonly #label: string;
  readonly #kept: boolean;

  constructor(id: string, { label, kept }: { readonly label: string; readonly kept: boolean }) {
    this.id = id;
    this.dir = join(runsDir(), id);
    this.socketDir = socketDirOf(id);
    this.#label = label;
    this.#kept = kept;
    mkdirSync(this.dir, { recursive: true });
    this.#write();
    makePrivateDir(this.socketDir);
  }

  /** The clean-up after a killed harness finds this process by it. */
  add(machine: string, qemu: ProcessIdentity | undefined): void {
    if (qemu) this.#machines.set(machine, qemu);
    this.#write();
  }

  remove(): void {
    removeRun(this.id);
  }

  #write(): void {
    const machines = [...this.#machines].map(([name, qemu]) => ({ name, qemu }));
    const record: RunRecord = { owner: thisProcess(), label: this.#label, kept: this.#kept, machines };
    const file = recordFile(this.id);
    writeFileSync(`${file}.new`, JSON.stringify(record));
    renameSync(`${file}.new`, file);
  }
}

export const removeRun = (id: string): void => {
  rmSync(socketDirOf(id), { recursive: true, force: true });
  // The record goes with the rest: until then a run can be found.
  rmSync(join(runsDir(), id), { recursive: true, force: true });
};

/** Every run that left a record, with its id; one whose record cannot be read has none. */
export const runs = (): { readonly id: string; readonly record: RunRecord | undefined }[] => {
  let ids: string[] = [];
  try {
    ids = readdirSync(runsDir());
  } catch {
    // Nothing has run yet.
  }
  return ids.map((id) => ({ id, record: readRecord(id) }));
};

const readRecord = (id: string): RunRecord | undefined => {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(recordFile(id), "utf8")));
  } catch {
    return undefined;
  }
};
