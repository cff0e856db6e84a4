import { Fatal, reason } from "../lib/fatal.ts";
import { type McpCommand, parseCommandLine, USAGE, UsageProblem } from "./command-line.ts";
import type { CommandRun } from "./command-run.ts";
import { loadMcpConfig, type McpConfig } from "./config.ts";
import { deploy, recover } from "./deploy.ts";
import { nodeList } from "./node-list.ts";
import { ps } from "./ps.ts";

const EXIT_USAGE = 64;

const perform = (
  command: Exclude<McpCommand, { kind: "help" }>,
  config: McpConfig,
  run: CommandRun,
): Promise<number> => {
  switch (command.kind) {
    case "ps":
      return ps(config, run);
    case "node list":
      return nodeList(config, run);
    case "deploy":
      return deploy(config, run, command.names);
    case "agent recover":
      return recover(config, run, command.node);
  }
};

const report = (error: unknown, { warn }: CommandRun): number => {
  if (error instanceof UsageProblem) {
    warn(`${error.message}\n${USAGE}`);
    return EXIT_USAGE;
  }
  const text = error instanceof Fatal || !(error instanceof Error) ? reason(error) : error.stack;
  warn(`mcp: ${text}\n`);
  return 1;
};

/** The command line of an operator; its exit code is returned. */
export const mcp = async (run: CommandRun): Promise<number> => {
  try {
    const { command, configFile } = parseCommandLine(run.args);
    if (command.kind !== "help") return await perform(command, loadMcpConfig(configFile), run);
    run.print(USAGE);
    return 0;
  } catch (error) {
    return report(error, run);
  }
};
