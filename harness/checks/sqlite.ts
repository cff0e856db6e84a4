import type { Command } from "../probes/command/value.ts";
import type { Account } from "../scenario/account.ts";
import { type Check, check } from "../scenario/check.ts";

/** Checks on an SQLite database, read by its owner with sqlite3(1). */
export const sqlite = (owner: Account, file: string) => {
  const query = (sql: string): Command => owner.sh`sqlite3 ${file} ${sql}`;
  return {
    query,
    /** It exists and is whole; sqlite3 alone calls a file that is not there intact. */
    isIntact: (): Check =>
      check(
        `${file} is intact`,
        owner.sh`test -s ${file} && sqlite3 ${file} 'pragma integrity_check'`.printsExactly("ok"),
      ),
    hasRows: (table: string, rows: number): Check =>
      check(
        `${file} has ${rows} rows in ${table}`,
        query(`select count(*) from ${table}`).printsExactly(String(rows)),
      ),
  };
};
