import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { TableError } from "#harness/platform/table-reader.ts";
import { applyDeclaration } from "./apply.ts";
import { parseDeclaration } from "./declaration.ts";
import { parseSetting, setValue } from "./set-value.ts";

const USAGE = "usage: apply-accounts [--set USER.KEY=VALUE] [--root DIR]";
const DECLARATION = "etc/metacircular/accounts.toml";
/** EX_CONFIG of sysexits.h. */
const BAD_INPUT = 78;

const readOptions = () => {
  try {
    const { values } = parseArgs({
      options: { set: { type: "string" }, root: { type: "string", default: "/" } },
    });
    return values;
  } catch (error) {
    throw new TableError("command line", error instanceof Error ? error.message : String(error), USAGE);
  }
};

const run = (): void => {
  const { set, root } = readOptions();
  const file = join(root, DECLARATION);
  if (!existsSync(file)) throw new TableError(file, "does not exist", "write the declaration there");
  const before = readFileSync(file, "utf8");
  const after = set === undefined ? before : setValue(before, parseSetting(set), file);
  // Checked before it is written: a mistyped --set must not leave a declaration that no longer applies.
  const users = parseDeclaration(after, file);
  if (after !== before) writeFileSync(file, after);
  applyDeclaration(users, root, (line) => process.stderr.write(`${line}\n`));
};

try {
  run();
} catch (error) {
  const isInput = error instanceof TableError;
  process.stderr.write(`apply-accounts: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = isInput ? BAD_INPUT : 1;
}
