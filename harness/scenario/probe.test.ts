import { expect, test } from "vitest";
import type { DnsQuery } from "../probes/dns/value.ts";
import type { HttpProbe } from "../probes/http/value.ts";
import { type Probe, probeDefinition } from "./probe.ts";
import { address, type ResolveAddress, type Text } from "./text.ts";

const query: DnsQuery & { readonly server: Text } = {
  ...{ kind: "dns", machine: "vade", name: "google.com", type: "A", port: 53, protocol: "udp" },
  server: [address("rift", "lan")],
  timeoutMs: 1000,
  expect: { rcode: "NOERROR" },
};
const request: HttpProbe = {
  ...{ kind: "http", machine: "vade", method: "HEAD", timeoutMs: 1000 },
  url: ["https://", address("rift", "lan"), ":8443/v2/"],
  expect: { status: 200 },
};
const probeName = (probe: Probe, resolve: ResolveAddress) => probeDefinition(probe.kind).name(probe, resolve);
const at = (ip: string) => () => ip;

test("a question is named by what it asks, and whom", () => {
  expect(probeName(query, at("192.0.2.10"))).toBe("google.com A @192.0.2.10");
  expect(probeName({ ...query, protocol: "tcp" }, at("192.0.2.10"))).toBe(
    "google.com A @192.0.2.10 over TCP",
  );
  expect(probeName({ ...query, port: 5353 }, at("192.0.2.10"))).toBe("google.com A @192.0.2.10:5353");
  expect(probeName({ ...query, port: 5353 }, at("2001:db8::1"))).toBe("google.com A @[2001:db8::1]:5353");
});

test("a question to the machine's own servers names none", () => {
  const { server: _, ...own } = query;
  expect(probeName(own, at("192.0.2.10"))).toBe("google.com A");
  expect(probeName({ ...own, port: 5353 }, at("192.0.2.10"))).toBe("google.com A @:5353");
});

test("a name that is looked up on every path is named so", () => {
  const lookup = { kind: "lookup", machine: "vade", name: "google.com", family: 4, timeoutMs: 1000 } as const;
  expect(probeName({ ...lookup, expect: { paths: "alike" } }, at("192.0.2.10"))).toBe(
    "google.com on every path",
  );
});

test("a request is named by its method and URL", () => {
  expect(probeName(request, at("192.0.2.10"))).toBe("HEAD https://192.0.2.10:8443/v2/");
});
