import { configFileFrom } from "../lib/command-line.ts";
import { loadConfig } from "../lib/config.ts";
import { databaseProbe, openDatabase } from "../lib/database.ts";
import type { Program } from "../lib/run.ts";
import { agentRoutes } from "./agent-routes.ts";
import { createAgentServer } from "./agent-server.ts";
import { readAgentConfig } from "./config.ts";
import { listenWherePossible } from "./listen-where-possible.ts";
import { Podman } from "./podman.ts";
import { REGISTRY_SCHEMA, Registry } from "./registry.ts";

/** The agent of a machine: runs the containers, and keeps a registry of those that should run. */
export const mcpAgent: Program = async (run) => {
  const config = loadConfig(configFileFrom(run.args, "mcp-agent"), readAgentConfig);
  const database = openDatabase(config.database, REGISTRY_SCHEMA, run.warn);
  // A podman command continues without the agent; the next deploy or recovery finds its result.
  run.closing.defer(() => database.close());
  const databaseProblem = databaseProbe(database, config.database);
  const registry = new Registry(database);
  const routes = agentRoutes({ config, registry, databaseProblem, podman: new Podman(run), run });
  await listenWherePossible(
    [config.listen, ...config.alsoListen],
    () => createAgentServer(config, routes),
    "https",
    run,
  );
};
