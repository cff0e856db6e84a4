import { Fatal, reason } from "../lib/fatal.ts";
import { type McpCommand, parseCommandLine, USAGE, UsageProblem } from "./command-line.ts";
import { loadMcpConfig, type McpConfig } from "./config.ts";
import { deploy, recover } from "./deploy.ts";
import { nodeList } from "./node-list.ts";
import { ps } from "./ps.ts";

const EXIT_USAGE = 64;

const perform = (command: Exclude<McpCommand, { kind: "help" }>, config: McpConfig): Promise<number> => {
  switch (command.kind) {
    case "ps":
      return ps(config);
    case "node list":
      return nodeList(config);
    case "deploy":
      return deploy(config, command.names);
    case "agent recover":
      return recover(config, command.node);
  }
};

const run = async (): Promise<number> => {
  const { command, configFile } = parseCommandLine(process.argv.slice(2));
  if (command.kind !== "help") return perform(command, loadMcpConfig(configFile));
  process.stdout.write(USAGE);
  return 0;
};

const report = (error: unknown): number => {
  if (error instanceof UsageProblem) {
    process.stderr.write(`${error.message}\n${USAGE}`);
    return EXIT_USAGE;
  }
  const text = error instanceof Fatal || !(error instanceof Error) ? reason(error) : error.stack;
  process.stderr.write(`mcp: ${text}\n`);
  return 1;
};

process.exitCode = await run().catch(report);
