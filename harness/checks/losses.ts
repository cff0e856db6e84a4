import { ScenarioError } from "../errors.ts";
import type { Account } from "../scenario/account.ts";
import { loss as counted, type Loss } from "../scenario/loss.ts";

/** Node does not look at types: a machine in its place would end with an error of ours. @throws ScenarioError */
const asAccount = (what: string, owner: Account): Account => {
  if (typeof owner.sh === "function") return owner;
  throw new ScenarioError(`loss.${what} takes an account`, {
    expected: 'the account that sees it, as box.root or box.account("app")',
    got: "a value without commands, such as a machine",
  });
};

/** Losses, counted item by item. */
export const loss = {
  /** The lines that a command prints, one item a line. */
  lines: counted,
  /** Containers by id: a container that was created again under its name is another one. */
  containers: (owner: Account): Loss =>
    counted(
      "containers",
      "containers",
      asAccount("containers", owner).sh`podman ps --all --no-trunc --format '{{.ID}} {{.Names}}'`,
    ),
  images: (owner: Account): Loss =>
    counted(
      "images",
      "images",
      asAccount("images", owner).sh`podman images --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}}'`,
    ),
  /** Rows of a table, each with all its columns. */
  rows: (id: string, title: string, owner: Account, file: string, sql: string): Loss =>
    counted(id, title, asAccount("rows", owner).sh`sqlite3 ${file} ${sql}`),
  /** Files below folders; SQLite's -wal and -shm files come and go and are not counted. */
  files: (owner: Account, ...folders: readonly string[]): Loss =>
    counted(
      "files",
      "files",
      asAccount("files", owner).sh`find ${folders} -xdev -type f ! -name '*-wal' ! -name '*-shm' -print`,
    ),
};
