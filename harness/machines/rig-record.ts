import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type MachineKind, machineKinds } from "../scenario/machine-kind.ts";
import { cacheRoot } from "./engine/cache-paths.ts";
import { type ProcessIdentity, processIdentitySchema, thisProcess } from "./engine/process-identity.ts";
import { namesIn, valueIn, writeValue } from "./files.ts";

const recordSchema = z.object({
  owner: processIdentitySchema,
  /** Of its drill. */
  label: z.string(),
  kept: z.boolean(),
  /** The process that holds its networks, where they are its own. */
  hub: processIdentitySchema.optional(),
  machines: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(machineKinds),
      /** Of a machine that is a process of this host. */
      process: processIdentitySchema.optional(),
    }),
  ),
});

/** What is known of one running rig: with it, its processes and files can be found and removed. */
export type RigRecord = z.infer<typeof recordSchema>;

/** The folders of running rigs. */
export const rigsDir = (): string => join(cacheRoot(), "rigs");

const recordFile = (id: string): string => join(rigsDir(), id, "rig.json");

/** The rig's name where those of all caches are: its part before the dash is the cache's. */
const nameOnHost = (id: string): string =>
  `${createHash("sha256").update(cacheRoot()).digest("hex").slice(0, 4)}-${id}`;

/** Not below the cache: a socket's path may have 108 bytes at most. Source: unix(7). */
export const socketDirOf = (id: string): string =>
  `/tmp/drillbook-${process.getuid?.() ?? 0}-vm-${nameOnHost(id)}`;

/** The folder and the record of one running rig, of whatever kind its machines are. */
export class RigFolder {
  readonly id = randomBytes(4).toString("hex");
  readonly dir = join(rigsDir(), this.id);
  readonly socketDir = socketDirOf(this.id);
  readonly nameOnHost = nameOnHost(this.id);
  #record: RigRecord;

  constructor({ label, kept }: { readonly label: string; readonly kept: boolean }) {
    this.#record = { owner: thisProcess(), label, kept, machines: [] };
    mkdirSync(this.dir, { recursive: true });
    this.#write();
  }

  /** The clean-up after a killed harness finds the machine's process by it, where it has one; a later one takes its place. */
  add(name: string, kind: MachineKind, process?: ProcessIdentity): void {
    const others = this.#record.machines.filter((machine) => machine.name !== name);
    this.#record = { ...this.#record, machines: [...others, { name, kind, process }] };
    this.#write();
  }

  set hub(hub: ProcessIdentity | undefined) {
    this.#record = { ...this.#record, hub };
    this.#write();
  }

  remove(): void {
    removeRigFolder(this.id);
  }

  #write(): void {
    writeValue(recordFile(this.id), this.#record);
  }
}

export const removeRigFolder = (id: string): void => {
  rmSync(socketDirOf(id), { recursive: true, force: true });
  // The record goes with the rest: until then a rig can be found.
  rmSync(join(rigsDir(), id), { recursive: true, force: true });
};

/** Every rig that has a folder, with its id; one whose record cannot be read has none. */
export const rigRecords = (): { readonly id: string; readonly record: RigRecord | undefined }[] =>
  namesIn(rigsDir()).map((id) => ({ id, record: valueIn(recordFile(id), recordSchema) }));

/** The processes of a rig: of its networks, and of those of its machines that are one. */
export const processesOf = ({ hub, machines }: RigRecord): ProcessIdentity[] =>
  [hub, ...machines.map(({ process }) => process)].filter((found) => found !== undefined);
