import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { identify, livenessOf, type ProcessIdentity } from "../engine/process-identity.ts";
import type { OnProgress } from "../rig-host.ts";
import { passingStatesDir, socketDirOf, vmRoot } from "./paths.ts";
import { type RunRecord, removeRun, runs } from "./run-record.ts";

const endMs = 5000;
/** A run without a record is being made at this moment, or was never finished. */
const recordAppearsMs = 10_000;

/** A virtual machine that a drill left running on purpose. */
export type KeptVm = {
  readonly kind: "vm";
  readonly machine: string;
  /** The label of its drill. */
  readonly label: string;
  /** The socket of the machine's agent. */
  readonly agentSocket: string;
  /** The machine's second console. */
  readonly shellSocket: string;
};

const isOwned = (record: RunRecord): boolean => livenessOf(record.owner) !== "dead";

export const keptVms = (): KeptVm[] =>
  runs().flatMap(({ id, record }) =>
    record?.kept && !isOwned(record)
      ? record.machines
          .filter(({ qemu }) => livenessOf(qemu) === "alive")
          .map(({ name }) => ({
            kind: "vm",
            machine: name,
            label: record.label,
            agentSocket: join(socketDirOf(id), `${name}.agent`),
            shellSocket: join(socketDirOf(id), `${name}.shell`),
          }))
      : [],
  );

/** Ends the QEMUs that harness processes left which no longer live, and removes their disks and sockets. */
export const removeLeftVms = async (options: {
  readonly kept: boolean;
  readonly onProgress: OnProgress;
}): Promise<void> => {
  for (const { id, record } of runs()) {
    if (record === undefined) {
      if (isOld(id)) removeRun(id);
      continue;
    }
    const alive = record.machines.filter(({ qemu }) => livenessOf(qemu) === "alive");
    if (isOwned(record) || (record.kept && alive.length > 0 && !options.kept)) continue;
    await Promise.all(alive.map(({ qemu }) => end(qemu)));
    removeRun(id);
    options.onProgress(
      `removed the virtual machines of "${record.label}" (process ${record.owner.pid} has ended)`,
    );
  }
  removePassingStates();
};

const isOld = (id: string): boolean => {
  const found = statSync(join(vmRoot(), "runs", id), { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > recordAppearsMs;
};

const end = async (qemu: ProcessIdentity): Promise<void> => {
  process.kill(qemu.pid, "SIGKILL");
  for (let waitedMs = 0; livenessOf(qemu) === "alive" && waitedMs < endMs; waitedMs += 10) await delay(10);
};

/** Removes the files of processes that have ended. */
const removePassingStates = (): void => {
  let names: string[] = [];
  try {
    names = readdirSync(passingStatesDir());
  } catch {
    return;
  }
  for (const name of names) {
    const [pid, startTicks] = name.split("-");
    if (identify(Number(pid))?.startTicks === startTicks) continue;
    rmSync(join(passingStatesDir(), name), { recursive: true, force: true });
  }
};

/** Removes the disks, saved states and images; those of running machines stay open until they end. */
export const removeVmCache = (onProgress: OnProgress): void => {
  const users = runs().filter(({ record }) =>
    record?.machines.some(({ qemu }) => livenessOf(qemu) === "alive"),
  );
  if (users.length > 0) {
    onProgress(`did not clean ${vmRoot()}: process ${users[0]?.record?.owner.pid} uses it`);
    return;
  }
  if (!existsSync(vmRoot())) return;
  rmSync(vmRoot(), { recursive: true, force: true });
  onProgress(`removed ${vmRoot()}`);
};
