import { hostname } from "node:os";
import { z } from "zod";
import { textIn } from "../files.ts";

/** Identifies one process: a process id is used again, an id with its start time and boot is not. */
export type ProcessIdentity = {
  readonly pid: number;
  /** Clock ticks since boot. Source: proc_pid_stat(5), field 22. */
  readonly startTicks: string;
  readonly bootId: string;
  readonly host: string;
};

export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  startTicks: z.string(),
  bootId: z.string(),
  host: z.string(),
});

const firstLine = (path: string): string => textIn(path)?.trim() ?? "";

/** The identity of this host, among hosts that share an engine. */
const hostIdentity = (): string => firstLine("/etc/machine-id") || hostname();

const bootId = (): string => firstLine("/proc/sys/kernel/random/boot_id");

/** State and start time in a line of /proc/PID/stat; the command's name in it may hold anything. */
export const parseStat = (stat: string): { state: string; startTicks: string } | undefined => {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startTicks] = [fields[0], fields[19]];
  return state !== undefined && startTicks !== undefined ? { state, startTicks } : undefined;
};

/** The process with this id, when it lives; a zombie does not. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  const found = parseStat(firstLine(`/proc/${pid}/stat`));
  if (!found || found.state === "Z" || found.state === "X") return undefined;
  return { pid, startTicks: found.startTicks, bootId: bootId(), host: hostIdentity() };
};

export const thisProcess = (): ProcessIdentity =>
  identify(process.pid) ?? { pid: process.pid, startTicks: "", bootId: bootId(), host: hostIdentity() };

/** Whether it still runs; `"elsewhere"` when it belongs to another host, which cannot be told from here. */
export const livenessOf = (identity: ProcessIdentity): "alive" | "dead" | "elsewhere" => {
  if (identity.host !== hostIdentity()) return "elsewhere";
  const now = identify(identity.pid);
  return now?.startTicks === identity.startTicks && now.bootId === identity.bootId ? "alive" : "dead";
};

/** The identity in one label or line. */
export const formatIdentity = (identity: ProcessIdentity): string =>
  [identity.pid, identity.startTicks, identity.bootId, identity.host].join("/");

export const parseIdentity = (text: string): ProcessIdentity | undefined => {
  const [pid, startTicks, boot, ...host] = text.split("/");
  const parsed = processIdentitySchema.safeParse({
    pid: Number(pid),
    startTicks,
    bootId: boot,
    host: host.join("/"),
  });
  return parsed.success ? parsed.data : undefined;
};
