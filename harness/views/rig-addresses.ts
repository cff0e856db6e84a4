import type { Scenario } from "../scenario/scenario.ts";
import { inRig, type ResolveAddress } from "../scenario/text.ts";

/** The addresses that the rig declares; one that it lacks shows as what it is. */
export const rigAddresses = ({ rig }: Scenario): ResolveAddress =>
  inRig(
    ({ machine, network }) =>
      rig.machines.find((one) => one.name === machine)?.addresses[network] ?? `<${machine} on ${network}>`,
  );
