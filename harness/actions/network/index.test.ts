import { expect, test } from "vitest";
import type { Machine } from "../../machines/machine.ts";
import { network } from "./index.ts";

test("what is cut, and whether the address goes with it, reaches the machine", async () => {
  const calls: unknown[] = [];
  const machine = {
    cutNetwork: async (...of: unknown[]) => calls.push(of),
    healNetwork: async (...of: unknown[]) => calls.push(of),
  } as unknown as Machine;
  const site = { machine } as Parameters<typeof network.perform>[1];
  const rift = network.methods("rift");
  await network.perform(rift.cut("lan"), site);
  await network.perform(rift.cut("lan", { address: "goes" }), site);
  await network.perform(rift.heal("lan"), site);
  expect(calls).toEqual([["lan", {}], ["lan", { address: "goes" }], ["lan"]]);
});
