import { Command, CommanderError } from "commander";
import { UsageError } from "#harness/errors.ts";
import { closest } from "#harness/scenario/closest.ts";
import { everyPart, moreParts, namedParts, type Part, usualParts } from "./parts.ts";
import { filesOf, type Project, projectNames } from "./projects.ts";

export type Asked = {
  /** Whole parts; or files, by their project. */
  readonly what:
    | { readonly parts: readonly Part[] }
    | { readonly files: ReadonlyMap<Project, readonly string[]> };
  readonly namePattern: string | undefined;
  readonly junitFile: string | undefined;
};

const rows = (parts: readonly Part[]): string[] =>
  parts.map(({ name, about }) => `  ${name.padEnd(15)}  ${about}`);

const help = [
  "",
  "Without arguments it runs these parts, also after one fails:",
  ...rows(usualParts),
  "",
  "`npm test -- all` runs these after them:",
  ...rows(moreParts),
  "",
  "Only by name:",
  ...rows(namedParts),
  "",
  "Any other word selects the test files with it in their path.",
].join("\n");

const program = (): Command =>
  new Command("npm test")
    .usage("[-- PART… | FILE…] [options]")
    .description("Runs the tests, and repeats every failure at the end.")
    .argument("[words...]")
    .option("-t, --name <pattern>", "only tests whose name matches this regular expression")
    .option("--junit <file>", "also writes what ran as JUnit XML")
    .addHelpText("after", help)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });

/**
 * What a command line asks for; undefined when it asked for help, which is printed.
 * @throws UsageError for what is no part and in no path
 */
export const parseArguments = (args: readonly string[]): Asked | undefined => {
  const command = program();
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(error.message.replace(/^error: /, "").replace("\n", " "), {
      next: "npm test -- --help",
    });
  }
  const { name, junit } = command.opts<{ name?: string; junit?: string }>();
  return { what: whatOf(command.args), namePattern: name, junitFile: junit };
};

const whatOf = (words: readonly string[]): Asked["what"] => {
  if (words.length === 0) return { parts: usualParts };
  if (words.includes("all")) return { parts: [...usualParts, ...moreParts] };
  const parts = everyPart.filter(({ name }) => words.includes(name));
  const others = words.filter((word) => !parts.some(({ name }) => name === word));
  if (others.length === 0) return { parts };
  if (parts.length > 0) {
    throw new UsageError(`"${others[0]}" is no part of the tests`, { next: nextOf(others[0] ?? "") });
  }
  return { files: found(words) };
};

const found = (words: readonly string[]): ReadonlyMap<Project, readonly string[]> => {
  const all = projectNames.map((project) => [project, filesOf(project)] as const);
  for (const word of words) {
    if (!all.some(([, files]) => files.some((file) => file.includes(word)))) {
      throw new UsageError(`"${word}" is no part of the tests, and in the path of no test file`, {
        next: nextOf(word),
      });
    }
  }
  const matching = all.map(
    ([project, files]) =>
      [project, files.filter((file) => words.some((word) => file.includes(word)))] as const,
  );
  return new Map(matching.filter(([, files]) => files.length > 0));
};

const nextOf = (word: string): string => {
  const near = closest(word, ["all", ...everyPart.map(({ name }) => name)]);
  return `${near === undefined ? "" : `did you mean ${near}? `}npm test -- --help lists the parts`;
};
