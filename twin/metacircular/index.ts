/** The Metacircular platform's twin, as scenario authors use it: inert values, nothing else. */

export { bootOrder, bootStages } from "#harness/platform/boot-order.ts";
export type { Component, ServiceDefinition } from "#harness/platform/definition.ts";
export { podmanRunArgs, podmanRunLine } from "#harness/platform/podman-run.ts";
export { ACCOUNTS_FILE, accountsToml, mcpAccount } from "./accounts.ts";
export { mcnsConfig, mcqConfig, mcrConfig } from "./configs.ts";
export { NODE_IMAGE } from "./image.ts";
export { type Program, programs } from "./programs.ts";
export { type ProvisionCommand, type ProvisionFile, type ProvisionItem, provisionFor } from "./provision.ts";
export { provisionActions } from "./rig-actions.ts";
export { definitions, service } from "./services.ts";
