import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AccountFile } from "./account-files.ts";
import type { DeclaredUser } from "./declaration.ts";

const PUBLIC_MODE = 0o644;
const SECRET_MODE = 0o640;
/** No password fits. */
const LOCKED = "!";

type Files = Readonly<Record<"passwd" | "shadow" | "group" | "gshadow" | "subuid" | "subgid", AccountFile>>;

const openFiles = (root: string): Files => {
  const open = (file: string) => new AccountFile(root, `etc/${file}`);
  return {
    passwd: open("passwd"),
    shadow: open("shadow"),
    group: open("group"),
    gshadow: open("gshadow"),
    subuid: open("subuid"),
    subgid: open("subgid"),
  };
};

const saveFiles = (files: Files): void => {
  // Groups first, so that no user ever has a missing group.
  files.group.save(PUBLIC_MODE);
  files.gshadow.save(SECRET_MODE);
  files.passwd.save(PUBLIC_MODE);
  files.shadow.save(SECRET_MODE);
  files.subuid.save(PUBLIC_MODE);
  files.subgid.save(PUBLIC_MODE);
};

/** The group's GID: the one it has, or the declared one for a new group. */
const applyGroup = (files: Files, { group, gid }: DeclaredUser, warn: (line: string) => void): number => {
  const current = files.group.find(group);
  if (current === undefined) {
    files.group.put([group, "x", String(gid), ""]);
    files.gshadow.put([group, LOCKED, "", ""]);
    return gid;
  }
  const existing = Number(current[2]);
  if (existing !== gid)
    warn(`warning: not applying GID change of group ‘${group}’ (${existing} -> ${gid}) in /etc/group`);
  return existing;
};

/** The user's UID: the one it has, or the declared one for a new user. */
const applyUser = (files: Files, user: DeclaredUser, gid: number, warn: (line: string) => void): number => {
  const current = files.passwd.find(user.name);
  const existing = current === undefined ? user.uid : Number(current[2]);
  if (existing !== user.uid) {
    warn(
      `warning: not applying UID change of user ‘${user.name}’ (${existing} -> ${user.uid}) in /etc/passwd`,
    );
  }
  // As on NixOS, without a check whether another account has the UID: the cause of the incident.
  files.passwd.put([
    user.name,
    "x",
    String(existing),
    String(gid),
    current?.[4] ?? "",
    user.home,
    user.shell,
  ]);
  if (files.shadow.find(user.name) === undefined)
    files.shadow.put([user.name, LOCKED, "", "", "", "", "", "", ""]);
  return existing;
};

const joinGroup = (files: Files, group: string, user: string, warn: (line: string) => void): void => {
  for (const file of [files.group, files.gshadow]) {
    const entry = file.find(group);
    if (entry === undefined) continue;
    const members = (entry[3] ?? "").split(",").filter((member) => member !== "");
    if (!members.includes(user)) file.put(entry.with(3, [...members, user].join(",")));
  }
  if (files.group.find(group) === undefined) warn(`warning: user ‘${user}’ has unknown group ‘${group}’`);
};

const makeHome = (root: string, home: string, uid: number, gid: number): void => {
  const path = join(root, home);
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true, mode: 0o755 });
  if (process.geteuid?.() === 0) chownSync(path, uid, gid);
};

const setLinger = (root: string, { name, linger }: DeclaredUser): void => {
  const directory = join(root, "var/lib/systemd/linger");
  if (linger) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), "");
  } else {
    rmSync(join(directory, name), { force: true });
  }
};

/**
 * Creates the declared users and groups that the machine lacks. An existing user keeps its UID and an existing group
 * its GID, with a call of `warn`.
 *
 * Source: NixOS, nixos/modules/config/update-users-groups.pl.
 */
export const applyDeclaration = (
  users: readonly DeclaredUser[],
  root: string,
  warn: (line: string) => void,
): void => {
  const files = openFiles(root);
  const ids = users.map((user) => {
    const gid = applyGroup(files, user, warn);
    const uid = applyUser(files, user, gid, warn);
    for (const group of user.extraGroups) joinGroup(files, group, user.name, warn);
    if (user.subuid !== undefined) files.subuid.put([user.name, user.subuid]);
    if (user.subgid !== undefined) files.subgid.put([user.name, user.subgid]);
    return { user, uid, gid };
  });
  saveFiles(files);
  for (const { user, uid, gid } of ids) {
    makeHome(root, user.home, uid, gid);
    setLinger(root, user);
  }
};
