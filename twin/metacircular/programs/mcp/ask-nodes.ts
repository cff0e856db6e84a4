import type { MethodDefinition } from "@grpc/grpc-js";
import { callUnary } from "../lib/grpc/call.ts";
import { type ListNodesResponse, masterDefinition } from "../mcp-master/master-definition.ts";
import type { NodeState } from "../mcp-master/nodes.ts";
import { ANSWER_LIMIT_MS, type Asking } from "./ask.ts";
import { CONNECT_LIMIT_MS, lookUp } from "./connect.ts";

const listNodes = masterDefinition["ListNodes"] as MethodDefinition<object, ListNodesResponse>;

/** The nodes that the master at `host:port` knows. @throws Error with one line */
export const askNodes = async (
  address: string,
  { ca, environment, patience }: Asking,
): Promise<readonly NodeState[]> => {
  const connectTimeoutMs = CONNECT_LIMIT_MS * patience;
  const words = `timeout after ${connectTimeoutMs / 1_000} s`;
  const late = { signal: AbortSignal.timeout(connectTimeoutMs), words };
  const peer = {
    address,
    tls: { ca: Buffer.from(ca) },
    lookUp: (name: string) => lookUp(name, environment, late),
    timeoutMs: ANSWER_LIMIT_MS * patience,
    connectTimeoutMs,
  };
  return (await callUnary(peer, listNodes, {})).nodes;
};
