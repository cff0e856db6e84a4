import type { Scenario } from "#harness/scenario/scenario.ts";
import type { ResolveAddress } from "#harness/scenario/text.ts";

/** The addresses that the rig declares; one that it lacks shows as what it is. */
export const rigAddresses =
  ({ rig }: Scenario): ResolveAddress =>
  ({ machine, network }) =>
    rig.machines.find((one) => one.name === machine)?.addresses[network] ?? `<${machine} on ${network}>`;
