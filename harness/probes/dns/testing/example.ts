import { address } from "../../../scenario/text.ts";
import type { DnsQuery } from "../value.ts";

export const example: DnsQuery = {
  kind: "dns",
  machine: "rift",
  name: "gone.example",
  type: "AAAA",
  server: [address("rift", "lan")],
  port: 5353,
  protocol: "tcp",
  timeoutMs: 1000,
  expect: { rcode: "NXDOMAIN" },
};
