import { json } from "../lib/http.ts";
import { service } from "../lib/service.ts";
import { readMasterConfig } from "./config.ts";
import { NODE_SCHEMA, Nodes } from "./nodes.ts";

/** The control plane. */
export const mcpMaster = service({
  name: "mcp-master",
  version: "v0.10.3",
  schema: NODE_SCHEMA,
  readConfig: readMasterConfig,
  start: ({ nodes: configured, tls }, database, { patience }) => {
    const nodes = new Nodes(database, configured, { caFile: tls?.ca, patience });
    return { "GET /v1/nodes": async () => json(200, { nodes: await nodes.states() }) };
  },
});
