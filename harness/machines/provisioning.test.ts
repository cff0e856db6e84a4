import { expect, test } from "vitest";
import type { MachineSpec, Rig } from "../scenario/rig.ts";
import { provisionedFrom } from "./provisioning.ts";

const rift: MachineSpec = { name: "rift", addresses: { lan: "192.0.2.10" }, users: [], provision: [] };
const rig: Rig = { networks: [], machines: [rift], setup: [], samples: [] };

test("a machine is provisioned once, also when the command line sets its kind, and anew when anything else changes", () => {
  const usual = provisionedFrom(rig, rift, new Map());
  expect(provisionedFrom(rig, { ...rift, on: "vm" }, new Map())).toEqual(usual);
  expect(provisionedFrom(rig, { ...rift, users: ["mcp"] }, new Map())).not.toEqual(usual);
  expect(provisionedFrom(rig, rift, new Map([["main.ts", "text"]]))).not.toEqual(usual);
  const moved = { ...rig, machines: [{ ...rift, addresses: { lan: "192.0.2.11" } }] };
  expect(provisionedFrom(moved, rift, new Map())).not.toEqual(usual);
});
