import { chmodSync, closeSync, openSync } from "node:fs";
import { getSystemErrorMessage } from "node:util";
import { Fatal, reason } from "./fatal.ts";
import type { Print } from "./run.ts";

/**
 * The release of the platform's shared library, for databases: up to 1.7 a service exits when it cannot set the mode
 * of its database; from 1.8 on it logs that and continues.
 */
export type LibraryRelease = "1.7" | "1.8";

const OWNER_ONLY = 0o600;

/** The message of libc, as the platform's services print it. */
const systemReason = (error: unknown): string => {
  const { errno } = error as NodeJS.ErrnoException;
  return errno === undefined ? reason(error) : getSystemErrorMessage(errno);
};

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === "EEXIST";

/** Created with this mode, so that no other user can ever read it; SQLite copies it to the -wal and -shm files. */
const create = (path: string): void => {
  try {
    closeSync(openSync(path, "wx", OWNER_ONLY));
  } catch (error) {
    if (!isThere(error)) throw new Fatal(`open database: create ${path}: ${systemReason(error)}`);
  }
};

/**
 * Creates the file of a database if it is missing, and makes it readable and writable by its owner only. Runs before
 * SQLite opens the file, because in the incident chmod failed, not open.
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
