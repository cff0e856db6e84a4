import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { drillCommand } from "../invocation.ts";

/** Flags that npm, npx or node-gyp know, too: in npm's environment they say nothing about this command line. */
const npmsOwn = ["--all", "--cache", "--help", "--jobs", "--json", "--user", "--version", "--yes"];

const nameInEnvironment = (flag: string): string =>
  `npm_config_${flag.replace(/^--(no-)?/, "").replaceAll("-", "_")}`;

/**
 * npm takes flags before `--` for its own: the command would run without them, and with their values as further names.
 * @throws UsageError that names them, and the command line that was meant
 */
export const assertNoneTakenByNpm = (
  { commands }: Command,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): void => {
  if (env["npm_lifecycle_event"] === undefined) return;
  const flags = new Set(commands.flatMap(({ options }) => options.flatMap(({ long }) => long ?? [])));
  const taken = [...flags].filter(
    (flag) => !npmsOwn.includes(flag) && env[nameInEnvironment(flag)] !== undefined,
  );
  if (taken.length === 0) return;
  throw new UsageError(`npm took ${taken.join(" and ")} for its own`, {
    got: `${[...args].join(" ") || "no other word"}, without ${taken.join(" and ")}`,
    next: `options come after "--": ${drillCommand(args.slice(0, 1), taken)}`,
  });
};
