import { quote, type Text } from "drillbook";
import type { Component } from "./definition.ts";
import { isGrpcUrl } from "./health-url.ts";

type Asked = Pick<Component, "healthUrl" | "healthCa">;

/** What `askGrpcHealth` prints for `SERVING`; for `NOT_SERVING` it prints 0000282. */
export const SERVING = "0000281";

/**
 * Shell text that asks gRPC's standard health service with curl, which every machine has. It sends an empty message and
 * prints the answer's bytes as digits: five of the frame, the number of the field, and the status. Source:
 * grpc.health.v1, health.proto; gRPC over HTTP/2; Protocol Buffers, encoding.
 */
export const askGrpcHealth = (healthUrl: string, ...options: Text): Text => [
  "printf '\\0\\0\\0\\0\\0' | curl --silent --show-error ",
  ...options.flatMap((option) => [option, " "]),
  "--header 'content-type: application/grpc' --header 'te: trailers' --data-binary @- ",
  quote(`https://${new URL(healthUrl).host}/grpc.health.v1.Health/Check`),
  " | tr '\\0\\1\\2\\10' 0128",
];

/** A command that succeeds when the component is healthy. */
export const healthCommand = ({ healthUrl, healthCa }: Asked): string => {
  const trust = healthCa === undefined ? [] : [`--cacert ${quote(healthCa)}`];
  return isGrpcUrl(healthUrl)
    ? `test "$(${askGrpcHealth(healthUrl, ...trust).join("")})" = ${SERVING}`
    : ["curl --fail-with-body --silent --show-error", ...trust, quote(healthUrl)].join(" ");
};
