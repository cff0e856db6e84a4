import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { livenessOf, type ProcessIdentity, processIdentitySchema, thisProcess } from "./process-identity.ts";

/** Who holds the lock: nobody when the file is absent or not one of ours. */
export const lockHolder = (path: string): ProcessIdentity | undefined => {
  try {
    return processIdentitySchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
};

/** Takes the lock, or answers the living process that has it; a dead holder's lock is taken over. */
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

/** Two processes may find the same dead holder: what was moved is looked at again, and put back when it lives. */
const putAside = (path: string, aside: string): void => {
  try {
    renameSync(path, aside);
    const moved = lockHolder(aside);
    if (moved && livenessOf(moved) !== "dead") linkSync(aside, path);
  } catch {
    // Somebody else was faster: the next turn of the loop sees their lock.
  }
  rmSync(aside, { force: true });
};

export const releaseLock = (path: string, me: ProcessIdentity = thisProcess()): void => {
  const holder = lockHolder(path);
  if (holder?.pid === me.pid && holder.startTicks === me.startTicks) rmSync(path, { force: true });
};
