import { describe, expect, test } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { labelsOf } from "../engine/labels.ts";
import { thisProcess } from "../engine/process-identity.ts";
import { parseSubnet } from "../engine/subnet.ts";
import { createNetworks, gatewayOf, isApart, type NetworkOptions, refuseOverlaps } from "./networks.ts";

test.each([
  [[], "192.0.2.1"],
  [["192.0.2.1"], "192.0.2.2"],
  [["192.0.2.1", "192.0.2.2", "192.0.2.4"], "192.0.2.3"],
])("with %j taken, the bridge has %s", (taken, expected) => {
  expect(gatewayOf("192.0.2.0/24", new Set(taken))).toBe(expected);
});

test("the last address, where every default route leads, is never the bridge's", () => {
  const taken = new Set(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"]);
  expect(() => gatewayOf("192.0.2.0/29", taken)).toThrow("192.0.2.0/29 has no address left");
});

const lan = { name: "lan", subnet: "192.0.2.0/24" };

test("a host that is itself in the rig's subnet is refused, with the way out", () => {
  const routes = [{ interface: "eth0", ...parseSubnet("192.0.0.0/16") }];
  expect(() => refuseOverlaps([lan], routes)).toThrow(
    expect.objectContaining({
      message: 'the rig\'s network "lan" overlaps one of this host',
      facts: expect.objectContaining({
        got: "the interface eth0 is in 192.0.0.0/16",
        next: expect.stringContaining("--engine private"),
      }),
    }),
  );
});

test("other networks of the host do no harm", () => {
  expect(() => refuseOverlaps([lan], [{ interface: "eth0", ...parseSubnet("10.0.0.0/8") }])).not.toThrow();
});

describe("the networks that an engine is asked for", () => {
  const tailnet = { name: "tailnet", subnet: "198.51.100.0/24" };
  const labels = { label: "a test", rig: "f00d", kept: false };
  const rig = {
    ...{ networks: [lan, tailnet], setup: [], samples: [] },
    machines: [{ name: "rift", addresses: { lan: "192.0.2.1" }, users: [], provision: [] }],
  };
  const hostInLan = () => [{ interface: "eth0", ...parseSubnet("192.0.2.7/32") }];

  /** What is asked of an engine that has these networks of other rigs. */
  const asked = async (isolated: boolean, others: readonly Record<string, string>[] = []) => {
    const options: NetworkOptions[] = [];
    const docker = { listNetworks: async () => others.map((Labels) => ({ Labels })) };
    const engine = { isolated, docker } as unknown as Engine;
    const create = async (one: NetworkOptions) => void options.push(one);
    const outcome = await createNetworks(engine, rig, labels, create, hostInLan).catch((error) => error);
    return { options, outcome };
  };

  test("are internal, have the rig's subnets, and carry its labels", async () => {
    const { options, outcome } = await asked(true);
    const common = { CheckDuplicate: true, Driver: "bridge", Internal: true, Labels: labelsOf(labels) };
    const ipam = (Subnet: string, Gateway: string) => ({ Driver: "default", Config: [{ Subnet, Gateway }] });
    expect(options).toEqual([
      { ...common, Name: "drillbook-f00d-lan", IPAM: ipam("192.0.2.0/24", "192.0.2.2") },
      { ...common, Name: "drillbook-f00d-tailnet", IPAM: ipam("198.51.100.0/24", "198.51.100.1") },
    ]);
    expect([...outcome]).toEqual([
      ["lan", "drillbook-f00d-lan"],
      ["tailnet", "drillbook-f00d-tailnet"],
    ]);
  });

  test("are none where the host itself has one of the addresses", async () => {
    const { options, outcome } = await asked(false);
    expect(outcome).toMatchObject({
      code: "host-not-ready",
      message: 'the rig\'s network "lan" overlaps one of this host',
      facts: { got: "the interface eth0 is in 192.0.2.7/32" },
    });
    expect(options).toEqual([]);
  });

  test("are none where another rig's bridge is what the host has there, and that rig is named", async () => {
    const other = labelsOf({ label: "drill other", rig: "beef", kept: true }, thisProcess());
    const { options, outcome } = await asked(false, [{}, other]);
    expect(outcome).toMatchObject({
      message: "another rig has the same addresses in this container engine",
      facts: {
        got: `process ${process.pid} runs "drill other", which was kept`,
        next: "npm run drill clean",
      },
    });
    expect(options).toEqual([]);
  });
});

test("a private engine and rootless Docker may have addresses of the host's, Podman may not", () => {
  const docker = { isolated: false, rootless: false, podman: false };
  expect(isApart(docker)).toBe(false);
  expect(isApart({ ...docker, isolated: true })).toBe(true);
  expect(isApart({ ...docker, rootless: true })).toBe(true);
  // Podman 5.4, rootless.
  expect(isApart({ ...docker, rootless: true, podman: true })).toBe(false);
});
