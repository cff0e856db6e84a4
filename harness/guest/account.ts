import { knownFile } from "./known-file.ts";
import { Refusal } from "./refusal.ts";

/** A user, as the machine's files have it now. */
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

const parse = (text: string): string[][] =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(":"));

/** The first entry of a name counts, as in getpwnam(3). */
const byName = (text: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    parse(text)
      .reverse()
      .map((entry) => [entry[0] ?? "", entry]),
  );

type GroupFile = {
  readonly idOf: ReadonlyMap<string, number>;
  /** The groups that name a user as a member. */
  readonly idsOf: ReadonlyMap<string, readonly number[]>;
};

const parseGroups = (text: string): GroupFile => {
  const idOf = new Map<string, number>();
  const idsOf = new Map<string, number[]>();
  for (const [name = "", , id, members = ""] of parse(text)) {
    if (!idOf.has(name)) idOf.set(name, Number(id));
    for (const member of members.split(",")) idsOf.set(member, [...(idsOf.get(member) ?? []), Number(id)]);
  }
  return { idOf, idsOf };
};

const users = knownFile(passwdFile, byName);
const groups = knownFile(groupFile, parseGroups);

/** Read from the files each time, because drills change UIDs. @throws Refusal when there is no such user */
export const findAccount = (name: string): Account => {
  const entry = users().get(name);
  if (entry === undefined) throw new Refusal(`there is no user "${name}" in ${passwdFile}`);
  const [, , uid, gid, , home, shell] = entry;
  return {
    name,
    uid: Number(uid),
    gid: Number(gid),
    groups: (groups().idsOf.get(name) ?? []).filter((id) => id !== Number(gid)),
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
  const gid = groups().idOf.get(group);
  if (gid === undefined) throw new Refusal(`there is no group "${group}" in ${groupFile}`);
  return { uid, gid };
};
