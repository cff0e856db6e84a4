import { statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { keepForOwner, type LibraryRelease } from "./database-mode.ts";
import { Fatal, reason } from "./fatal.ts";
import type { Print } from "./run.ts";

/** How long a writer waits for another, such as an operator's sqlite3 shell. */
const BUSY_TIMEOUT_MS = 2_000;

const COMMON_SCHEMA = `
  create table if not exists canary (id integer primary key, token text not null);
  create table if not exists health_probe (id integer primary key check (id = 1), checked_at text not null);
`;

const IN_MEMORY = ":memory:";

/**
 * The database of a service, for its owner only, in WAL mode, with its schema; safe to call on every start.
 *
 * @throws Fatal when the file cannot be opened or written, and, by `release`, when its mode cannot be set.
 */
export const openDatabase = (
  path: string,
  schema: string,
  warn: Print,
  release: LibraryRelease = "1.8",
): DatabaseSync => {
  if (path !== IN_MEMORY) keepForOwner(path, release, warn);
  try {
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    database.exec("pragma journal_mode = wal");
    database.exec(`${COMMON_SCHEMA}${schema}`);
    return database;
  } catch (error) {
    throw new Fatal(`open database: ${reason(error)}: ${path}`);
  }
};

/** Runs `work` in one transaction. */
export const inTransaction = <Result>(database: DatabaseSync, work: () => Result): Result => {
  database.exec("begin immediate");
  try {
    const result = work();
    database.exec("commit");
    return result;
  } catch (error) {
    database.exec("rollback");
    throw error;
  }
};

/** Why the database cannot be read or written, `undefined` when it can. */
export const databaseProbe = (database: DatabaseSync, path: string): (() => string | undefined) => {
  const opened = statSync(path).ino;
  const write = database.prepare("insert or replace into health_probe values (1, ?)");
  const read = database.prepare("select checked_at from health_probe");
  return () => {
    try {
      // An open file survives its removal; without this check its data would be lost silently.
      if (statSync(path).ino !== opened) return `database file was replaced: ${path}`;
      write.run(new Date().toISOString());
      read.get();
      return undefined;
    } catch (error) {
      return `database: ${reason(error)}`;
    }
  };
};
