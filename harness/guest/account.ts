import { knownFile } from "./known-file.ts";
import { Refusal } from "./refusal.ts";

/** A user as the machine knows it at this moment. */
export type Account = {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups, without the user's own. */
  readonly groups: readonly number[];
  readonly home: string;
  readonly shell: string;
};

const passwdFile = "/etc/passwd";
const groupFile = "/etc/group";

const parse = (text: string): readonly string[][] =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(":"));

const users = knownFile(passwdFile, parse);
const groupEntries = knownFile(groupFile, parse);

/** As the files say at this moment: a drill changes UIDs. @throws Refusal when there is no such user */
export const findAccount = (name: string): Account => {
  const entry = users().find(([user]) => user === name);
  if (entry === undefined) throw new Refusal(`there is no user "${name}" in ${passwdFile}`);
  const [, , uid, gid, , home, shell] = entry;
  const groups = groupEntries()
    .filter(([, , id, members]) => id !== gid && (members ?? "").split(",").includes(name))
    .map(([, , id]) => Number(id));
  return {
    name,
    uid: Number(uid),
    gid: Number(gid),
    groups,
    home: home || "/",
    shell: shell || "/bin/sh",
  };
};

/** The ids of `user` (with the user's own group) or `user:group`, by name or number. */
export const findOwner = (owner: string): { uid: number; gid: number } => {
  const [user = "", group] = owner.split(":");
  if (group === undefined) return findAccount(user);
  const uid = /^\d+$/.test(user) ? Number(user) : findAccount(user).uid;
  if (/^\d+$/.test(group)) return { uid, gid: Number(group) };
  const entry = groupEntries().find(([name]) => name === group);
  if (entry === undefined) throw new Refusal(`there is no group "${group}" in ${groupFile}`);
  return { uid, gid: Number(entry[2]) };
};
