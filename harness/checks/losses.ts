import type { Account } from "../scenario/account.ts";
import { loss as counted, type Loss } from "../scenario/loss.ts";

/** Losses, counted item by item. */
export const loss = {
  /** The lines that a command prints, one item a line. */
  lines: counted,
  /** Containers by id: a container that was created again under its name is another one. */
  containers: (owner: Account): Loss =>
    counted("containers", "containers", owner.sh`podman ps --all --no-trunc --format '{{.ID}} {{.Names}}'`),
  images: (owner: Account): Loss =>
    counted(
      "images",
      "images",
      owner.sh`podman images --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}}'`,
    ),
  /** Rows of a table, each with all its columns. */
  rows: (id: string, title: string, owner: Account, file: string, sql: string): Loss =>
    counted(id, title, owner.sh`sqlite3 ${file} ${sql}`),
  /** Files below folders; SQLite's -wal and -shm files come and go and are not counted. */
  files: (owner: Account, ...folders: readonly string[]): Loss =>
    counted("files", "files", owner.sh`find ${folders} -xdev -type f ! -name '*-wal' ! -name '*-shm' -print`),
};
