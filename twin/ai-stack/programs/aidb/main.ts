/** Stands in for AIDB, the data service of the AI stack: its health, which asks what it stands on. */

import { configFileFrom } from "#twin/metacircular/programs/lib/command-line.ts";
import { serve } from "../lib/serve.ts";
import { loadAidbConfig } from "./config.ts";
import { Foundations, healthHandler } from "./health.ts";

serve(() => {
  const config = loadAidbConfig(configFileFrom(process.argv.slice(2), "aidb", "--config FILE"));
  return { listen: config.listen, routes: { "GET /health": healthHandler(new Foundations(config)) } };
});
