import { parseArgs } from "node:util";

export const USAGE = `usage: mcp [--config FILE] ps
       mcp [--config FILE] node list
       mcp [--config FILE] deploy --direct (NAME… | --all)
       mcp [--config FILE] agent recover [--node NODE]
`;

const DEFAULT_CONFIG_FILE = "/etc/metacircular/mcp.toml";

export type McpCommand =
  | { readonly kind: "help" }
  | { readonly kind: "ps" }
  | { readonly kind: "node list" }
  /** `names`: of services or components; `undefined` stands for all. */
  | { readonly kind: "deploy"; readonly names: readonly string[] | undefined }
  /** `node`: `undefined` stands for all. */
  | { readonly kind: "agent recover"; readonly node: string | undefined };

/** An invalid command line; the message is one line. */
export class UsageProblem extends Error {}

const OPTIONS = {
  config: { type: "string" },
  help: { type: "boolean" },
  direct: { type: "boolean" },
  all: { type: "boolean" },
  node: { type: "string" },
} as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    // The rest of Node's message explains how to pass such a word as a name, which does not apply here.
    throw new UsageProblem((error as Error).message.split(". ", 1)[0] ?? "");
  }
};

type Values = ReturnType<typeof parse>["values"];

const allow = (values: Values, command: string, options: readonly string[]): void => {
  const other = Object.keys(values).find((key) => key !== "config" && !options.includes(key));
  if (other !== undefined) throw new UsageProblem(`mcp ${command} has no option --${other}`);
};

const deploy = (values: Values, names: readonly string[]): McpCommand => {
  allow(values, "deploy", ["direct", "all"]);
  if (values.direct !== true) throw new UsageProblem("mcp deploy: there is no pipeline here, write --direct");
  if ((values.all === true) === names.length > 0)
    throw new UsageProblem("mcp deploy: write names, or --all, and not both");
  return { kind: "deploy", names: values.all === true ? undefined : names };
};

const commandFrom = (values: Values, words: readonly string[]): McpCommand => {
  if (values.help === true) return { kind: "help" };
  const line = words.join(" ");
  if (words[0] === "deploy") return deploy(values, words.slice(1));
  if (line === "ps" || line === "node list") {
    allow(values, line, []);
    return { kind: line };
  }
  if (line === "agent recover") {
    allow(values, line, ["node"]);
    return { kind: line, node: values.node };
  }
  throw new UsageProblem(line === "" ? "mcp: a command is missing" : `mcp: there is no command "${line}"`);
};

/** The parsed arguments. @throws UsageProblem */
export const parseCommandLine = (
  args: readonly string[],
): { readonly command: McpCommand; readonly configFile: string } => {
  const { values, positionals } = parse(args);
  return { command: commandFrom(values, positionals), configFile: values.config ?? DEFAULT_CONFIG_FILE };
};
