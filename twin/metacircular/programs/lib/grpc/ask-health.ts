import { readFileSync } from "node:fs";
import type { MethodDefinition } from "@grpc/grpc-js";
import { reason } from "../fatal.ts";
import { addressesOf } from "../names.ts";
import { callUnary } from "./call.ts";
import { type HealthRequest, type HealthResponse, healthDefinition } from "./health-definition.ts";

export type AskHealthOptions = {
  /** The certificates that the server's is verified against; default: those that Node trusts. */
  readonly caFile: string | undefined;
  readonly timeoutMs: number;
};

export const checkMethod = healthDefinition["Check"] as MethodDefinition<HealthRequest, HealthResponse>;

const lookUp = async (name: string): Promise<string> => (await addressesOf(name))[0]?.address ?? "";

/** Why the server at `grpcs://host:port` is not healthy, `undefined` when it says `SERVING`. */
export const problemOfGrpc = async (
  url: string,
  { caFile, timeoutMs }: AskHealthOptions,
): Promise<string | undefined> => {
  const { host } = new URL(url);
  try {
    const tls = caFile === undefined ? {} : { ca: readFileSync(caFile) };
    const peer = { address: host, tls, lookUp, timeoutMs };
    const { status } = await callUnary(peer, checkMethod, { service: "" });
    return status === "SERVING" ? undefined : `answers ${status}`;
  } catch (error) {
    return reason(error);
  }
};
