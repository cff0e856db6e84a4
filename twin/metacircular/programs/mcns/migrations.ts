import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Fatal, reason } from "../lib/fatal.ts";
import type { RecordStore } from "./records.ts";

/**
 * Runs the .sql files of a folder in the order of their names, each in its own transaction.
 *
 * There is no record of earlier runs: all run at every start, so each must be idempotent.
 *
 * @throws Fatal for the first that fails; those before it are kept.
 */
export const runMigrations = (store: RecordStore, folder: string, now: Date): void => {
  for (const file of migrationsIn(folder)) {
    try {
      store.runSql(readFileSync(file, "utf8"), now);
    } catch (error) {
      throw new Fatal(`run migration ${file}: ${reason(error)}`);
    }
  }
};

const migrationsIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".sql"))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    throw new Fatal(`read migrations: ${reason(error)}`);
  }
};
