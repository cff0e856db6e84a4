import { user } from "#harness/contract/contract-rig.ts";
import type { Rig } from "#harness/scenario/rig.ts";

/**
 * Two machines that can see each other, and one of them in a second network. Every test of virtual machines alone has
 * this rig, so that they all start from one saved state instead of a boot each.
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
