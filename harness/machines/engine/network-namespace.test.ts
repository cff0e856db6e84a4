import { expect, test } from "vitest";
import { networkNamespaceOf } from "./network-namespace.ts";

const dockerHost = "unix:///var/run/docker.sock";

test("the bridges of the host's own engine are in this namespace, those of a rootless one are not", () => {
  expect(networkNamespaceOf({ dockerHost, isolated: false, rootless: false })).toBe("/proc/self/ns/net");
  expect(networkNamespaceOf({ dockerHost, isolated: false, rootless: true })).toBeUndefined();
});

test("those of an engine elsewhere are nowhere here", () => {
  const engine = { dockerHost: "tcp://192.0.2.1:2375", isolated: false, rootless: false };
  expect(networkNamespaceOf(engine)).toBeUndefined();
});
