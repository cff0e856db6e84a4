import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { identify, livenessOf } from "../engine/process-identity.ts";
import { namesIn } from "../files.ts";
import type { OnProgress } from "../rig-host.ts";
import { type RigRecord, rigRecords, socketDirOf } from "../rig-record.ts";
import { passingStatesDir, vmRoot } from "./paths.ts";

/** A machine with a kernel of its own that a drill left running on purpose. */
export type KeptVm = {
  readonly kind: "vm" | "uml";
  readonly machine: string;
  /** The label of its drill. */
  readonly label: string;
  /** The socket of the machine's agent. */
  readonly agentSocket: string;
  /** The machine's second console. */
  readonly shellSocket: string;
};

export const keptVms = (): KeptVm[] =>
  rigRecords().flatMap(({ id, record }) =>
    record?.kept && livenessOf(record.owner) === "dead"
      ? record.machines.filter(isRunningVm).map(({ name, kind }) => ({
          kind: kind === "uml" ? kind : "vm",
          machine: name,
          label: record.label,
          agentSocket: join(socketDirOf(id), `${name}.agent`),
          shellSocket: join(socketDirOf(id), `${name}.shell`),
        }))
      : [],
  );

const isRunningVm = ({ process }: RigRecord["machines"][number]): boolean =>
  process !== undefined && livenessOf(process) === "alive";

/** Removes the saved states of processes that have ended. */
export const removePassingStates = (): void => {
  for (const name of namesIn(passingStatesDir())) {
    const [pid, startTicks] = name.split("-");
    if (identify(Number(pid))?.startTicks === startTicks) continue;
    rmSync(join(passingStatesDir(), name), { recursive: true, force: true });
  }
};

/** Removes the disks, saved states and images; those of running machines stay open until they end. */
export const removeVmCache = (onProgress: OnProgress): void => {
  const users = rigRecords().filter(({ record }) => record?.machines.some(isRunningVm));
  if (users.length > 0) {
    onProgress(`did not clean ${vmRoot()}: process ${users[0]?.record?.owner.pid} uses it`);
    return;
  }
  if (!existsSync(vmRoot())) return;
  rmSync(vmRoot(), { recursive: true, force: true });
  onProgress(`removed ${vmRoot()}`);
};
