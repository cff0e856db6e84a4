import { execFileSync } from "node:child_process";

const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

/** What generated files and reports do not change: the rest of the tree decides whether a commit is "dirty". */
const generated = [":!runbooks", ":!reports"];

/**
 * The commit that is checked out in the project's folder, with `-dirty` when files of the project differ from it;
 * "unknown" outside a repository.
 */
export const currentCommit = (root: string): string => {
  try {
    const dirty = git(root, "status", "--porcelain", "--", ".", ...generated) === "" ? "" : "-dirty";
    return `${git(root, "rev-parse", "--short=12", "HEAD")}${dirty}`;
  } catch {
    return "unknown";
  }
};
