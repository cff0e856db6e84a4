import { linkSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { HostNotReadyError, InterruptedError } from "../../errors.ts";
import { valueIn } from "../files.ts";
import { patientMs } from "../host-load.ts";
import { livenessOf, type ProcessIdentity, processIdentitySchema, thisProcess } from "./process-identity.ts";

/** The holder of the lock; undefined when the file is absent or not one of ours. */
export const lockHolder = (path: string): ProcessIdentity | undefined => valueIn(path, processIdentitySchema);

/** Takes the lock, or returns the living process that holds it; a dead holder's lock is taken over. */
export const takeLock = (path: string, me: ProcessIdentity = thisProcess()): ProcessIdentity | undefined => {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${me.pid}`;
  writeFileSync(draft, JSON.stringify(me));
  try {
    for (;;) {
      try {
        linkSync(draft, path);
        return undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = lockHolder(path);
      if (holder && livenessOf(holder) !== "dead") return holder;
      putAside(path, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
};

/** Two processes may find the same dead holder: the moved lock is read again, and put back if its holder lives. */
const putAside = (path: string, aside: string): void => {
  try {
    renameSync(path, aside);
    const moved = lockHolder(aside);
    if (moved && livenessOf(moved) !== "dead") linkSync(aside, path);
  } catch {
    // Another process was faster: the next turn of the loop sees its lock.
  }
  rmSync(aside, { force: true });
};

export const releaseLock = (path: string, me: ProcessIdentity = thisProcess()): void => {
  const holder = lockHolder(path);
  if (holder?.pid === me.pid && holder.startTicks === me.startTicks) rmSync(path, { force: true });
};

const pollMs = 25;

type LockWait = {
  /** In milliseconds of a host that is not shared. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  /** Called once, when another process holds it. */
  readonly onWait?: (holder: ProcessIdentity) => void;
};

/**
 * Takes the lock when it is free, also from an earlier call of this process; disposing releases it.
 * @throws HostNotReadyError that names the holder at the limit; InterruptedError
 */
export const waitForLock = async (
  path: string,
  { limitMs, signal, onWait }: LockWait,
): Promise<Disposable> => {
  const since = patientMs();
  let told = false;
  for (let holder = takeLock(path); holder !== undefined; holder = takeLock(path)) {
    if (signal?.aborted === true)
      throw new InterruptedError("interrupted while another command was waited for");
    if (!told) onWait?.(holder);
    told = true;
    if (patientMs() - since > limitMs) throw stillHeld(path, holder, limitMs);
    await delay(pollMs);
  }
  return { [Symbol.dispose]: () => releaseLock(path) };
};

const stillHeld = (path: string, holder: ProcessIdentity, limitMs: number): HostNotReadyError =>
  new HostNotReadyError("another command holds a lock that this one needs", {
    got: `process ${holder.pid} holds ${path}`,
    waited: `${limitMs / 1000} s`,
    next: `wait for process ${holder.pid} to end, or give this command a cache of its own: DRILLBOOK_CACHE=DIR`,
  });
