import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder that holds package.json. */
export const repositoryRoot = join(import.meta.dirname, "..", "..");

export const drillbookVersion = (): string => {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8")) as {
    version: string;
  };
  return manifest.version;
};

const git = (...args: string[]): string =>
  execFileSync("git", ["-C", repositoryRoot, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();

/** What generated files and reports do not change: the rest of the tree decides whether a commit is "dirty". */
const generated = [":!runbooks", ":!reports"];

/** The commit that is checked out, with `-dirty` when files differ from it; "unknown" outside a repository. */
export const currentCommit = (): string => {
  try {
    const dirty = git("status", "--porcelain", "--", ".", ...generated) === "" ? "" : "-dirty";
    return `${git("rev-parse", "--short=12", "HEAD")}${dirty}`;
  } catch {
    return "unknown";
  }
};
