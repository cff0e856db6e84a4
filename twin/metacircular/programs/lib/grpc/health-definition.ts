import { serviceDefinition } from "./service-definition.ts";

export type HealthRequest = { readonly service: string };
export type HealthStatus = "UNKNOWN" | "SERVING" | "NOT_SERVING" | "SERVICE_UNKNOWN";
export type HealthResponse = { readonly status: HealthStatus };

/** The standard health service of gRPC. Source: grpc/grpc, src/proto/grpc/health/v1/health.proto. */
export const healthDefinition = serviceDefinition(
  "grpc.health.v1",
  {
    HealthCheckRequest: { fields: { service: { type: "string", id: 1 } } },
    HealthCheckResponse: {
      fields: { status: { type: "ServingStatus", id: 1 } },
      nested: { ServingStatus: { values: { UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3 } } },
    },
    Health: {
      methods: {
        Check: { requestType: "HealthCheckRequest", responseType: "HealthCheckResponse" },
        Watch: {
          requestType: "HealthCheckRequest",
          responseType: "HealthCheckResponse",
          responseStream: true,
        },
      },
    },
  },
  "Health",
);
