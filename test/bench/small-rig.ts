import type { Rig } from "#harness/scenario/rig.ts";
import type { Bench } from "./bench.ts";

export const addresses = { one: "192.0.2.10", two: "192.0.2.11" } as const;
export type Place = keyof typeof addresses;

/** A rig of these machines in one network, with its images made. */
export const smallRig = async (bench: Bench, ...names: readonly Place[]): Promise<Rig> => {
  const machines = names.map((name) => ({
    name,
    addresses: { lan: addresses[name] },
    users: [],
    provision: [],
  }));
  const rig: Rig = {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines,
    setup: [],
    samples: [],
  };
  const { host } = await bench.opened();
  await host.prepare(rig, bench.onProgress);
  return rig;
};
