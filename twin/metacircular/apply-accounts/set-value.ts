import { parse } from "smol-toml";
import { TableError } from "#twin/platform/table-reader.ts";

export type Setting = { readonly user: string; readonly key: string; readonly value: string };

/** The parsed form of `mcp.uid=850`. */
export const parseSetting = (text: string): Setting => {
  const [, user, key, value] = /^([a-z_][a-z0-9_-]*)\.([a-z_]+)=(.+)$/.exec(text) ?? [];
  if (user === undefined || key === undefined || value === undefined) {
    throw new TableError("--set", `"${text}" is not a setting`, "write it as mcp.uid=850");
  }
  return { user, key, value: asToml(value) };
};

/** The value as TOML: numbers, booleans, lists and quoted texts unchanged, anything else quoted. */
const asToml = (value: string): string => {
  try {
    parse(`value = ${value}`);
    return value;
  } catch {
    return JSON.stringify(value);
  }
};

const isHeader = (line: string): boolean => /^\s*\[/.test(line);

/**
 * The declaration with one value changed and every other byte kept, because of its comments.
 *
 * @throws TableError when the declaration has no such user.
 */
export const setValue = (toml: string, { user, key, value }: Setting, file: string): string => {
  const lines = toml.split("\n");
  const header = lines.findIndex((line) => new RegExp(`^\\s*\\[users\\.${user}\\]`).test(line));
  if (header === -1) {
    throw new TableError(file, `declares no user ${user}`, `add a table [users.${user}]`);
  }
  const next = lines.findIndex((line, index) => index > header && isHeader(line));
  const end = next === -1 ? lines.length : next;
  const at = lines.findIndex(
    (line, index) => index > header && index < end && new RegExp(`^\\s*${key}\\s*=`).test(line),
  );
  if (at === -1) lines.splice(header + 1, 0, `${key} = ${value}`);
  else lines[at] = `${key} = ${value}${commentOf(lines[at] ?? "")}`;
  return lines.join("\n");
};

const commentOf = (line: string): string => /\s+#[^"']*$/.exec(line)?.[0] ?? "";
