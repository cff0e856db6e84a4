/** The suite that every kind of machine passes; call it in a vitest file. */
export type { Machine } from "../machines/machine.ts";
export type { RigHost, RunningRig } from "../machines/rig-host.ts";
export { contractRig } from "./contract-rig.ts";
export { machineContract } from "./machine-contract.ts";
