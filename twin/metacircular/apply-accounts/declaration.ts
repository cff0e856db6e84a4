import { parse } from "smol-toml";
import { TableError, TableReader } from "#twin/platform/table-reader.ts";

const ID_RANGE = { min: 1, max: 4_294_967_294 };
const NAME = /^[a-z_][a-z0-9_-]{0,31}$/;
const RANGE = /^\d{1,10}:\d{1,10}$/;

/** A declared user. */
export type DeclaredUser = {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly group: string;
  readonly home: string;
  readonly shell: string;
  readonly linger: boolean;
  /** `first:count`, as in /etc/subuid. */
  readonly subuid: string | undefined;
  readonly subgid: string | undefined;
  readonly extraGroups: readonly string[];
};

const readRange = (table: TableReader, key: string): string | undefined => {
  const range = table.optionalString(key, "100000:65536");
  if (range !== undefined && !RANGE.test(range))
    table.fail(key, `is "${range}"`, `write ${key} = "100000:65536"`);
  return range;
};

const readPath = (table: TableReader, key: string, fallback?: string): string => {
  const path =
    fallback === undefined
      ? table.string(key, "/srv/mcp")
      : (table.optionalString(key, fallback) ?? fallback);
  // A colon or a line break would write another account into /etc/passwd.
  if (!/^\/[^:\n]*$/.test(path)) table.fail(key, `is ${JSON.stringify(path)}`, "write an absolute path");
  return path;
};

const readUser = (table: TableReader, name: string): DeclaredUser => {
  if (!NAME.test(name))
    throw new TableError(table.where, "is not a user name", "write small letters, digits, - and _");
  const user = {
    name,
    uid: table.integer("uid", ID_RANGE),
    gid: table.integer("gid", ID_RANGE),
    group: table.optionalString("group", name) ?? name,
    home: readPath(table, "home"),
    shell: readPath(table, "shell", "/usr/sbin/nologin"),
    linger: table.boolean("linger", false),
    subuid: readRange(table, "subuid"),
    subgid: readRange(table, "subgid"),
    extraGroups: table.strings("extra_groups"),
  };
  const badGroup = [user.group, ...user.extraGroups].find((group) => !NAME.test(group));
  if (badGroup !== undefined) table.fail("group", `is "${badGroup}"`, "write small letters, digits, - and _");
  table.done();
  return user;
};

const assertUniqueUids = (users: readonly DeclaredUser[], file: string): void => {
  for (const [index, user] of users.entries()) {
    const other = users.slice(0, index).find(({ uid }) => uid === user.uid);
    if (other !== undefined) {
      throw new TableError(
        file,
        `${other.name} and ${user.name} both have UID ${user.uid}`,
        "give one of them another",
      );
    }
  }
};

/**
 * The users of a declaration. UIDs are unique within it; other accounts of the machine are not checked.
 *
 * @throws TableError with the file, the error and the fix.
 */
export const parseDeclaration = (toml: string, file: string): readonly DeclaredUser[] => {
  const table = readToml(toml, file);
  const users = table.table("users");
  table.done();
  const declared = users.keys.map((name) => readUser(users.table(name), name));
  assertUniqueUids(declared, file);
  return declared;
};

const readToml = (toml: string, file: string): TableReader => {
  try {
    return new TableReader(parse(toml), file);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
    throw new TableError(file, `is not TOML: ${reason}`, "correct that line");
  }
};
