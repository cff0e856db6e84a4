import type { Identity } from "../identity.ts";

/** Kernel arguments for the initrd's init. */
export const kernelArguments = (identity: Identity): string[] => [
  `drillbook.hostname=${identity.hostname}`,
  `drillbook.machine_id=${identity.machineId}`,
  ...identity.nics.map(
    ({ mac, address, prefix }, index) => `drillbook.net=eth${index},${mac},${address}/${prefix}`,
  ),
  ...(identity.gateway === undefined ? [] : [`drillbook.gateway=${identity.gateway}`]),
];
