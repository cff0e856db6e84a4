import type { DatabaseSync } from "node:sqlite";
import { configFileFrom } from "../lib/command-line.ts";
import { loadConfig } from "../lib/config.ts";
import { databaseProbe, openDatabase } from "../lib/database.ts";
import { Fatal, reason } from "../lib/fatal.ts";
import { agentRoutes } from "./agent-routes.ts";
import { createAgentServer } from "./agent-server.ts";
import { readAgentConfig } from "./config.ts";
import { listenWherePossible } from "./listen-where-possible.ts";
import { REGISTRY_SCHEMA, Registry } from "./registry.ts";

let database: DatabaseSync | undefined;

const run = async (): Promise<void> => {
  const config = loadConfig(configFileFrom(process.argv.slice(2), "mcp-agent"), readAgentConfig);
  database = openDatabase(config.database, REGISTRY_SCHEMA);
  const databaseProblem = databaseProbe(database, config.database);
  const registry = new Registry(database);
  const routes = agentRoutes({ config, registry, databaseProblem });
  await listenWherePossible(
    [config.listen, ...config.alsoListen],
    () => createAgentServer(config, routes),
    "https",
  );
};

const stop = (): void => {
  // What podman was asked to do goes on without the agent; the next deploy or recovery finds it.
  database?.close();
  process.exit(0);
};

process.on("SIGTERM", stop);
process.on("SIGINT", stop);

run().catch((error: unknown) => {
  const text = error instanceof Fatal ? error.message : error instanceof Error ? error.stack : reason(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
