import type { Rig } from "#harness/scenario/rig.ts";
import type { Bench } from "./bench.ts";

export const names = ["one", "two"] as const;
export const addresses = { one: "192.0.2.10", two: "192.0.2.11" } as const;

const rig: Rig = {
  networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
  machines: names.map((name) => ({
    name,
    addresses: { lan: addresses[name] },
    users: [],
    provision: [],
  })),
  setup: [],
  samples: [],
};

/** The rig of two machines in one network, with its images made. */
export const twoMachines = async (bench: Bench): Promise<Rig> => {
  const { host } = await bench.opened();
  await host.prepare(rig, bench.onProgress);
  return rig;
};
