import { address } from "../../../scenario/text.ts";
import type { HttpProbe } from "../value.ts";

export const example: HttpProbe = {
  kind: "http",
  machine: "rift",
  url: ["https://", address("rift", "tailnet"), "/v1/health"],
  method: "GET",
  timeoutMs: 1000,
  expect: { status: 503 },
};
