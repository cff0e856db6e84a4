import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { TableError } from "#twin/platform/table-reader.ts";
import { applyDeclaration } from "./apply.ts";
import { parseDeclaration } from "./declaration.ts";
import { parseSetting, setValue } from "./set-value.ts";

const USAGE = "usage: apply-accounts [--set USER.KEY=VALUE] [--root DIR]";
const DECLARATION = "etc/metacircular/accounts.toml";
/** EX_CONFIG of sysexits.h. */
const BAD_INPUT = 78;

/** The environment of the command. */
type Surroundings = {
  readonly args: readonly string[];
  /** Standard error; every line ends with a line break. */
  readonly warn: (text: string) => void;
};

const readOptions = (args: readonly string[]) => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { set: { type: "string" }, root: { type: "string", default: "/" } },
    });
    return values;
  } catch (error) {
    throw new TableError("command line", error instanceof Error ? error.message : String(error), USAGE);
  }
};

const run = ({ args, warn }: Surroundings): void => {
  const { set, root } = readOptions(args);
  const file = join(root, DECLARATION);
  if (!existsSync(file)) throw new TableError(file, "does not exist", "write the declaration there");
  const before = readFileSync(file, "utf8");
  const after = set === undefined ? before : setValue(before, parseSetting(set), file);
  // Checked before it is written, so that a mistyped --set leaves the declaration valid.
  const users = parseDeclaration(after, file);
  if (after !== before) writeFileSync(file, after);
  applyDeclaration(users, root, (line) => warn(`${line}\n`));
};

/** Brings the accounts of a machine up to their declaration; the exit code is returned. */
export const applyAccounts = (surroundings: Surroundings): number => {
  try {
    run(surroundings);
    return 0;
  } catch (error) {
    surroundings.warn(`apply-accounts: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof TableError ? BAD_INPUT : 1;
  }
};
