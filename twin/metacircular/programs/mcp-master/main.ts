import { json } from "../lib/http.ts";
import { serve } from "../lib/service.ts";
import { readMasterConfig } from "./config.ts";
import { NODE_SCHEMA, Nodes } from "./nodes.ts";

serve({
  name: "mcp-master",
  version: "v0.10.3",
  schema: NODE_SCHEMA,
  readConfig: readMasterConfig,
  start: ({ nodes: configured, tls }, database) => {
    const nodes = new Nodes(database, configured, tls?.ca);
    return { "GET /v1/nodes": async () => json(200, { nodes: await nodes.states() }) };
  },
});
