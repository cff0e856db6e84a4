import { address, fill, type ResolveAddress } from "../../../scenario/text.ts";
import type { Lookup, LookupObservation } from "../value.ts";

export const example: Lookup = {
  kind: "lookup",
  machine: "rift",
  name: "mcq.example",
  family: 4,
  timeoutMs: 1000,
  expect: { paths: "alike", addresses: [[address("rift", "lan")]] },
};

/** What a machine sees that is as the probe expects. */
export const seen = ({ expect }: Lookup, resolve: ResolveAddress): LookupObservation => {
  const addresses = (expect.addresses ?? []).map((one) => fill(one, resolve));
  const paths = ["getaddrinfo", "resolvectl", "resolv.conf"] as const;
  const found = { outcome: "found", addresses, error: "", durationMs: 3 } as const;
  return { kind: "lookup", findings: paths.map((path) => ({ path, ...found })), durationMs: 3 };
};
