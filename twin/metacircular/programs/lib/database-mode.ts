import { chmodSync, closeSync, openSync } from "node:fs";
import { getSystemErrorMessage } from "node:util";
import { Fatal, reason } from "./fatal.ts";
import type { Print } from "./run.ts";

/**
 * The release of the platform's shared library, as far as databases are concerned: up to 1.7 a service ends when it
 * cannot set the mode of its database; from 1.8 on it says so and goes on.
 */
export type LibraryRelease = "1.7" | "1.8";

const OWNER_ONLY = 0o600;

/** What libc calls it, which is what the platform's services print. */
const systemReason = (error: unknown): string => {
  const { errno } = error as NodeJS.ErrnoException;
  return errno === undefined ? reason(error) : getSystemErrorMessage(errno);
};

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "EEXIST";

/** Nobody else can read it even for a moment, and SQLite gives the -wal and -shm files the same mode. */
const create = (path: string): void => {
  try {
    closeSync(openSync(path, "wx", OWNER_ONLY));
  } catch (error) {
    if (!isThere(error)) throw new Fatal(`open database: create ${path}: ${systemReason(error)}`);
  }
};

/**
 * Makes the file of a database where there is none, and lets its owner alone read and write it. It comes before
 * SQLite opens the file: what the services of the incident complained of was chmod, and not opening.
 *
 * @throws Fatal when the file cannot be made, and up to 1.7 when its mode cannot be set.
 */
export const keepForOwner = (path: string, release: LibraryRelease, warn: Print): void => {
  create(path);
  try {
    chmodSync(path, OWNER_ONLY);
  } catch (error) {
    const text = `chmod ${path}: ${systemReason(error)}`;
    if (release === "1.7") throw new Fatal(`open database: ${text}`);
    warn(`warning: ${text}; going on with the mode that it has\n`);
  }
};
