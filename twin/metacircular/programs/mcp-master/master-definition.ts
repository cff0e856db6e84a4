import { serviceDefinition } from "../lib/grpc/service-definition.ts";
import type { NodeState } from "./nodes.ts";

/** The full name of the master's service, also for its health. */
export const MASTER_SERVICE = "metacircular.mcp.v1.Master";

export type ListNodesResponse = { readonly nodes: readonly NodeState[] };

/** The API of the master. */
export const masterDefinition = serviceDefinition(
  "metacircular.mcp.v1",
  {
    ListNodesRequest: { fields: {} },
    Node: {
      fields: {
        name: { type: "string", id: 1 },
        address: { type: "string", id: 2 },
        status: { type: "string", id: 3 },
        reason: { type: "string", id: 4 },
      },
    },
    ListNodesResponse: { fields: { nodes: { rule: "repeated", type: "Node", id: 1 } } },
    Master: {
      methods: { ListNodes: { requestType: "ListNodesRequest", responseType: "ListNodesResponse" } },
    },
  },
  "Master",
);
