import { applyAccounts } from "./program.ts";

process.exitCode = applyAccounts({
  args: process.argv.slice(2),
  warn: (text) => process.stderr.write(text),
});
