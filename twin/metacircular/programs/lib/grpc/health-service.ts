import {
  type ServerUnaryCall,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { firstProblem, type Probe } from "../health.ts";
import type { Print } from "../run.ts";
import type { HealthRequest, HealthResponse } from "./health-definition.ts";

/**
 * The health of a server and of this service of it. The protocol has no field for a reason, so each new one is a line
 * of the log.
 */
export const healthService = (
  service: string,
  probes: readonly Probe[],
  warn: Print,
): UntypedServiceImplementation => {
  let told: string | undefined;
  const ask = async (): Promise<HealthResponse> => {
    const problem = await firstProblem(probes);
    if (problem !== told) warn(problem === undefined ? "serving\n" : `not serving: ${problem}\n`);
    told = problem;
    return { status: problem === undefined ? "SERVING" : "NOT_SERVING" };
  };
  return {
    Check: (call: ServerUnaryCall<HealthRequest, HealthResponse>, answer: sendUnaryData<HealthResponse>) => {
      const asked = call.request.service;
      if (asked !== "" && asked !== service)
        return answer({ code: status.NOT_FOUND, details: "unknown service" });
      ask().then(
        (response) => answer(null, response),
        (error: Error) => answer({ code: status.INTERNAL, details: error.message }),
      );
    },
  };
};
