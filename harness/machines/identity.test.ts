import { expect, test } from "vitest";
import type { MachineSpec, Rig } from "../scenario/rig.ts";
import { identityOf } from "./identity.ts";

const machine = (name: string, addresses: Record<string, string>): MachineSpec => ({
  name,
  addresses,
  users: [],
  provision: [],
});

const rift = machine("rift", { lan: "192.0.2.10", tailnet: "198.51.100.10" });
const vade = machine("vade", { lan: "192.0.2.254" });
const rig: Rig = {
  networks: [
    { name: "lan", subnet: "192.0.2.0/24" },
    { name: "tailnet", subnet: "198.51.100.0/24" },
  ],
  machines: [rift, vade],
  setup: [],
  samples: [],
};

test("a machine is the same in every drill, and no other machine of its rig", () => {
  const [one, again, other] = [identityOf(rig, rift), identityOf(rig, rift), identityOf(rig, vade)];
  expect(again).toEqual(one);
  expect(one.machineId).toMatch(/^[0-9a-f]{32}$/);
  expect(other.machineId).not.toBe(one.machineId);
  const macs = [...one.nics, ...other.nics].map(({ mac }) => mac);
  expect(new Set(macs).size).toBe(3);
  for (const mac of macs) expect(mac).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
});

test("the gateway is an unused address of the first network", () => {
  expect(identityOf(rig, rift).gateway).toBe("192.0.2.253");
  expect(identityOf(rig, machine("alone", {})).gateway).toBeUndefined();
});
