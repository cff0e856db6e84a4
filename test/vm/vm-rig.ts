import { user } from "#harness/contract/contract-rig.ts";
import type { Rig } from "#harness/scenario/rig.ts";

/**
 * Two machines in one network, and one of them in a second. Every test with only virtual machines uses this rig, so
 * that all start from one saved state instead of a boot.
 */
export const vmRig: Rig = {
  networks: [
    { name: "lan", subnet: "192.0.2.0/24" },
    { name: "tailnet", subnet: "198.51.100.0/24" },
  ],
  machines: [
    { name: "one", addresses: { lan: "192.0.2.10", tailnet: "198.51.100.10" }, users: [user], provision: [] },
    { name: "two", addresses: { lan: "192.0.2.20" }, users: [], provision: [] },
  ],
  setup: [],
  samples: [],
};
