import type { Component } from "./definition.ts";
import { isGrpcUrl } from "./health-url.ts";

type Asked = Pick<Component, "healthUrl" | "healthCa">;

/** The words of `grpc_health_probe` for this address; its exit code is 0 when the answer is `SERVING`. */
export const grpcHealthProbe = ({ healthUrl, healthCa }: Asked): readonly string[] => [
  "grpc_health_probe",
  `-addr=${new URL(healthUrl).host}`,
  "-tls",
  ...(healthCa === undefined ? [] : [`-tls-ca-cert=${healthCa}`]),
];

/** The words of a command that succeeds when the component is healthy. */
export const healthCommand = (component: Asked): readonly string[] => {
  const { healthUrl, healthCa } = component;
  if (isGrpcUrl(healthUrl)) return grpcHealthProbe(component);
  const trust = healthCa === undefined ? [] : ["--cacert", healthCa];
  return ["curl", "--fail-with-body", "--silent", "--show-error", ...trust, healthUrl];
};
