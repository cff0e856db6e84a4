import { Server, type sendUnaryData, status } from "@grpc/grpc-js";
import { configFileFrom } from "../lib/command-line.ts";
import { loadConfig } from "../lib/config.ts";
import { healthDefinition } from "../lib/grpc/health-definition.ts";
import { healthService } from "../lib/grpc/health-service.ts";
import { listenGrpc } from "../lib/grpc/listen.ts";
import type { Program } from "../lib/run.ts";
import { openService } from "../lib/service.ts";
import { readMasterConfig } from "./config.ts";
import { type ListNodesResponse, MASTER_SERVICE, masterDefinition } from "./master-definition.ts";
import { NODE_SCHEMA, Nodes } from "./nodes.ts";

const NAME = "mcp-master";

/** The control plane: gRPC on one port, with the standard health service. */
export const mcpMaster: Program = async (run) => {
  const config = loadConfig(configFileFrom(run.args, NAME), readMasterConfig);
  const { database, probes } = openService({ schema: NODE_SCHEMA }, config, run);
  const nodes = new Nodes(database, config.nodes, { caFile: config.tls?.ca, patience: run.patience });
  const server = new Server();
  server.addService(healthDefinition, healthService(MASTER_SERVICE, probes, run.warn));
  server.addService(masterDefinition, {
    ListNodes: (_: unknown, answer: sendUnaryData<ListNodesResponse>) => {
      nodes.states().then(
        (states) => answer(null, { nodes: states }),
        (error: Error) => answer({ code: status.INTERNAL, details: error.message }),
      );
    },
  });
  await listenGrpc(server, config, run);
};
