import type Docker from "dockerode";
import { expect, test } from "vitest";
import type { Rig } from "../../scenario/rig.ts";
import type { Engine } from "../engine/engine.ts";
import { portsOf } from "../network/rig-networks.ts";
import { EngineNetworks } from "./engine-networks.ts";

const machine = {
  name: "rift",
  addresses: { lan: "192.0.2.10", tailnet: "198.51.100.10" },
  users: [],
  provision: [],
};
const rig: Rig = {
  networks: [
    { name: "lan", subnet: "192.0.2.0/24" },
    { name: "tailnet", subnet: "198.51.100.0/24" },
  ],
  machines: [machine],
  setup: [],
  samples: [],
};

/** An engine that notes what it is asked for. */
const listening = async () => {
  const calls: unknown[] = [];
  const docker = {
    getNetwork: (name: string) => ({
      connect: async (options: object) => calls.push(["connect", name, options]),
      disconnect: async (options: object) => calls.push(["disconnect", name, options]),
    }),
  } as unknown as Docker;
  const engine = { docker, isolated: true } as Engine;
  const labels = { label: "a drill", rig: "x", kept: false };
  const networks = await EngineNetworks.create({
    engine,
    rig,
    machines: [machine],
    labels,
    create: async () => {},
  });
  return { networks, calls };
};
const endpoint = (address: string) => ({ IPAMConfig: { IPv4Address: address } });

test("a machine is created in its first network with its address, and joins the others before it starts", async () => {
  const { networks, calls } = await listening();
  expect(networks.optionsOf(machine)).toEqual({
    mode: "drillbook-x-lan",
    endpoints: { "drillbook-x-lan": endpoint("192.0.2.10") },
    env: ["DRILLBOOK_ADDRESS=192.0.2.10"],
  });
  await networks.join(machine, "abc");
  expect(calls).toEqual([
    ["connect", "drillbook-x-tailnet", { Container: "abc", EndpointConfig: endpoint("198.51.100.10") }],
  ]);
});

test("a machine without an address has no network at all", async () => {
  const { networks } = await listening();
  expect(networks.optionsOf({ ...machine, addresses: {} })).toEqual({ mode: "none", env: [] });
});

test("a port is cut and healed by the engine's network, with the address that it had", async () => {
  const { networks, calls } = await listening();
  const port = portsOf(rig, machine)[1];
  if (port === undefined) throw new TypeError("the machine is in two networks");
  await networks.cut(port);
  await networks.heal(port);
  expect(calls).toEqual([
    ["disconnect", "drillbook-x-tailnet", { Container: "drillbook-x-rift", Force: true }],
    [
      "connect",
      "drillbook-x-tailnet",
      { Container: "drillbook-x-rift", EndpointConfig: endpoint("198.51.100.10") },
    ],
  ]);
});

test("they cannot be captured", async () => {
  const { networks } = await listening();
  expect(() => networks.capture()).toThrow("the container engine's networks cannot be captured");
});

test("a network that the rig does not have is named", async () => {
  const { networks } = await listening();
  expect(() => networks.optionsOf({ ...machine, addresses: { nowhere: "192.0.2.10" } })).toThrow(
    'the rig has no network "nowhere"',
  );
});
