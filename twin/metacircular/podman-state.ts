import { type Check, check, raw, type Step, sqlite, step } from "drillbook";
import { mcp } from "./hosts.ts";
import { boltDatabase, podmanDatabase } from "./recovery-steps.ts";

type Uids = { readonly oldUid: number; readonly newUid: number };

/** An operator's steps with podman's database of containers, for one version of podman. */
export type PodmanState = {
  readonly database: string;
  readonly namesOldPath: Check;
  readonly namesNoOldPath: Check;
  /** A copy of the old database exists, in every procedure. */
  readonly hasCopy: Check;
  readonly saveAs: (copy: string) => Step;
  /** Replaces every path of the old UID by one of the new; `verify` holds afterwards, too. `copy`: what `saveAs` has made. */
  readonly rewrite: (copy: string, ...verify: readonly Check[]) => Step;
};

const runDir = (uid: number): string => `/run/user/${uid}/`;

const namesNone = "podman's database names no path of the old UID";
const namesSome = "podman's database still names the old run directory";
const copyIsThere = "podman's database from before is kept aside";
const whySave = "The next step edits it, and is undone with the copy.";
/** While no podman runs. */
const copyBack = (copy: string, database: string) => mcp.sh`cp --archive ${copy} ${database}`;

/** The three tables of podman's database that name the run directory. Source: podman 5, libpod/sqlite_state.go. */
const tablesWithPaths = ["DBConfig", "ContainerConfig", "ContainerState"];

/** Podman 5: an SQLite database. */
export const sqliteState = ({ oldUid, newUid }: Uids): PodmanState => {
  const database = podmanDatabase;
  const [from, to] = [runDir(oldUid), runDir(newUid)];
  const linesWithOldPath = mcp.sh`for table in ${tablesWithPaths}; do sqlite3 ${database} "select * from $table"; done | grep --count --fixed-strings ${from}`;
  const noOldPath = check(namesNone, linesWithOldPath.exits(1).printsExactly("0"));
  const rewritePaths = raw(
    `"${[
      `UPDATE DBConfig SET TmpDir = replace(TmpDir, '${from}', '${to}'), RunRoot = replace(RunRoot, '${from}', '${to}');`,
      `UPDATE ContainerConfig SET JSON = replace(JSON, '${from}', '${to}');`,
      `UPDATE ContainerState SET JSON = replace(JSON, '${from}', '${to}');`,
    ].join("\n")}"`,
  );
  return {
    database,
    namesOldPath: check(namesSome, linesWithOldPath.prints(/^[1-9]/)),
    namesNoOldPath: noOldPath,
    hasCopy: check(
      copyIsThere,
      mcp.sh`cat ${raw(`${database}.before-*`)} | head --bytes=15`.printsExactly("SQLite format 3"),
    ),
    saveAs: (copy) =>
      step("Save the database", {
        why: whySave,
        run: mcp.sh`cp --archive --update=none ${database} ${copy}`,
        verify: sqlite(mcp, copy).isIntact(),
        otherwise:
          "`df --human-readable` shows whether the disk is full. Without the copy, do not edit the database.",
      }),
    rewrite: (copy, ...verify) =>
      step("Rewrite the paths in the three tables that hold them", {
        why: "DBConfig alone is not enough: each container's own row also names the place of conmon's pid file.",
        run: mcp.sh`sqlite3 ${database} ${rewritePaths}`,
        verify: [noOldPath, ...verify],
        otherwise: {
          look: "`database is locked` means that a podman still runs: end it, and repeat this step.",
          undo: copyBack(copy, database),
        },
      }),
  };
};

/**
 * Podman 4: a BoltDB database, for which Debian has no tool. Its pages have no checksums, so strings can be replaced
 * by others of the same length. @throws TypeError for a new UID with more or fewer digits
 */
export const boltState = ({ oldUid, newUid }: Uids): PodmanState => {
  const database = boltDatabase;
  const [from, to] = [runDir(oldUid), runDir(newUid)];
  if (from.length !== to.length) throw new TypeError(`${from} and ${to} are not of the same length`);
  const linesWithOldPath = mcp.sh`grep --text --count --fixed-strings ${from} ${database}`;
  const noOldPath = check(namesNone, linesWithOldPath.exits(1).printsExactly("0"));
  return {
    database,
    namesOldPath: check(namesSome, linesWithOldPath.prints(/^[1-9]/)),
    namesNoOldPath: noOldPath,
    hasCopy: check(
      copyIsThere,
      mcp.sh`cat ${raw(`${database}.before-*`)} | grep --text --only-matching --max-count=1 runtime-config`.prints(
        "runtime-config",
      ),
    ),
    saveAs: (copy) =>
      step("Save the database", {
        why: whySave,
        run: mcp.sh`cp --archive --no-clobber ${database} ${copy}`,
        verify: check("the copy is the same", mcp.sh`cmp ${database} ${copy}`.printsNothing()),
        otherwise:
          "`df --human-readable` shows whether the disk is full. Without the copy, do not edit the database.",
      }),
    rewrite: (copy, ...verify) =>
      step("Rewrite the paths in the database", {
        why: `No tool except podman reads BoltDB, but its texts can be replaced if every byte keeps its place. So the new UID must have as many digits as the old one. No podman may run meanwhile.`,
        run: mcp.sh`sed --in-place ${`s#${from}#${to}#g`} ${database}`,
        verify: [noOldPath, ...verify],
        otherwise: {
          look: "A podman that runs writes the old paths again: end it, and repeat this step.",
          undo: copyBack(copy, database),
        },
      }),
  };
};
