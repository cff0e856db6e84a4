import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { livenessOf, type ProcessIdentity, processIdentitySchema, thisProcess } from "./process-identity.ts";

/** The holder of the lock; undefined when the file is absent or not one of ours. */
export const lockHolder = (path: string): ProcessIdentity | undefined => {
  try {
    return processIdentitySchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
};

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
