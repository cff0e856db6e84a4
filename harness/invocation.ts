import { quote } from "./scenario/shell.ts";

/** How drillbook is called in this process, so that a command in a message or on a page can be typed as it is. */
type Invocation = {
  /** `npm run drill` of a script in package.json; else `npx drillbook drill`. */
  readonly asScript: boolean;
  /** Flags that name the folder of scenarios, where it is not the project's own. */
  readonly folders: readonly string[];
  /** The folder of the project, from which `bundleOf` names its programs. */
  readonly root: string;
  /** The file that is `diagnose` alone, where it is that which runs. */
  readonly diagnoseFile?: string;
};

let invocation: Invocation = { asScript: true, folders: [], root: process.cwd() };

/** Sets how the commands of this process are told. Answers what sets it back. */
export const calledAs = (changed: Partial<Invocation>): (() => void) => {
  const before = invocation;
  invocation = { ...invocation, ...changed };
  return () => {
    invocation = before;
  };
};

type CommandOptions = {
  /** npm prints no line of its own: for what is piped. */
  readonly quiet?: boolean;
  readonly sudo?: boolean;
};

const line = (
  script: string,
  words: readonly string[],
  flags: readonly string[],
  options: CommandOptions,
): string => {
  const { quiet = false, sudo = false } = options;
  const call = invocation.asScript
    ? ["npm", "run", ...(quiet ? ["-s"] : []), script, ...words, ...(flags.length === 0 ? [] : ["--"])]
    : ["npx", "drillbook", script, ...words];
  return [...(sudo ? ["sudo"] : []), ...call, ...flags].join(" ");
};

/** The command line of `drill` with these words and flags, as it is typed here: `npm run drill uid-change -- --cold`. */
export const drillCommand = (
  words: readonly string[] = [],
  flags: readonly string[] = [],
  options: CommandOptions = {},
): string => line("drill", words, flags, options);

/** The command line of `diagnose` with these words and flags. */
export const diagnoseCommand = (
  words: readonly string[] = [],
  flags: readonly string[] = [],
  options: CommandOptions = {},
): string =>
  invocation.diagnoseFile === undefined
    ? drillCommand(["diagnose", ...words], flags, options)
    : ["node", quote(invocation.diagnoseFile), ...words, ...flags].join(" ");

/** As `drillCommand`, for a command that names a scenario: with the folder in which it lies. */
export const scenarioCommand = (words: readonly string[], flags: readonly string[] = []): string =>
  drillCommand(words, [...flags, ...invocation.folders.map(quote)]);

/** The folder of the project that this process works for. */
export const projectRoot = (): string => invocation.root;

/** The command line of the game day. */
export const gameDayCommand = (words: readonly string[] = []): string => line("gameday", words, [], {});
