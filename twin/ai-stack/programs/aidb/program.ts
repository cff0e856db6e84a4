import { configFileFrom } from "#twin/metacircular/programs/lib/command-line.ts";
import { server } from "../lib/serve.ts";
import { loadAidbConfig } from "./config.ts";
import { Foundations, healthHandler } from "./health.ts";

/** Stands in for AIDB, the data service of the AI stack: its health check, which checks its dependencies. */
export const aidb = server((run) => {
  const config = loadAidbConfig(configFileFrom(run.args, "aidb", "--config FILE"));
  return { listen: config.listen, routes: { "GET /health": healthHandler(new Foundations(config, run)) } };
});
