import { Command, InvalidArgumentError, Option } from "commander";

export type BenchOptions = {
  readonly only?: readonly string[];
  readonly turns?: number;
  /** In seconds. */
  readonly within?: number;
  readonly json?: boolean;
  readonly strict?: boolean;
};

const positive = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("a whole number from 1.");
  return number;
};

/**
 * The options of one command line, with the benchmarks in its help.
 * @throws CommanderError when it is wrong, or asks for the help
 */
export const parseOptions = (
  args: readonly string[],
  benchmarks: readonly { readonly name: string; readonly about: string }[],
): BenchOptions => {
  const names = benchmarks.map(({ name }) => name);
  const only = new Option("--only <name>", "measure only this; repeatable")
    .choices(names)
    .argParser((value: string, before: readonly string[] = []) => {
      if (!names.includes(value)) throw new InvalidArgumentError(`Allowed choices are ${names.join(", ")}.`);
      return [...before, value];
    });
  const width = Math.max(...names.map((name) => name.length));
  const table = benchmarks.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join("\n");
  const command = new Command("npm run bench --")
    .description("Measures drillbook's speed and compares it with other tools, in turn.")
    .addOption(only)
    .option("--turns <count>", "the number of turns; default: each benchmark's own", positive)
    .option("--within <seconds>", "after which a long benchmark begins nothing more; default: 120", positive)
    .option("--json", "print one JSON object instead of a table")
    .option("--strict", "end with 1 when a limit is exceeded")
    .addHelpText("after", `\nWhat is measured:\n${table}\n`)
    .showSuggestionAfterError()
    .exitOverride();
  return command.parse([...args], { from: "user" }).opts<BenchOptions>();
};
