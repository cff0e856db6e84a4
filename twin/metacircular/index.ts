/** The Metacircular platform's twin for scenario authors: only inert values. */

export { bootOrder, bootStages } from "#twin/platform/boot-order.ts";
export type { Component, ServiceDefinition } from "#twin/platform/definition.ts";
export { podmanRunArgs, podmanRunLine } from "#twin/platform/podman-run.ts";
export { ACCOUNTS_FILE, accountsToml, mcpAccount } from "./accounts.ts";
export { circularRig, mciasServiceText } from "./circular-rig.ts";
export { mcnsConfig, mcqConfig, mcrConfig } from "./configs.ts";
export { crashInTransaction } from "./crash-in-transaction.ts";
export { mcp, networks, orion, rift, svc, vade } from "./hosts.ts";
export { identityRig } from "./identity-rig.ts";
export { NODE_IMAGE } from "./image.ts";
export {
  databaseFiles,
  fillRegistryAndAuthority,
  lastTagIsInLogAlone,
  pullsATag,
  pushAgain,
  pushLast,
  registryAndAuthorityLosses,
  unsealVault,
  vaultIsOpen,
} from "./kept-data.ts";
export {
  eachCallIsDoneWithoutProfile,
  eachCallIsRefused,
  profileIsHardened,
  profileIsHardenedNoMore,
  profileIsUsual,
  profileNamesAllFour,
  profileSetting,
  rollOutProfile,
  usualProfile,
  usualProfileNamesNone,
} from "./no-chmod-profile.ts";
export { onLibrary17, todaysRelease } from "./old-releases.ts";
export { boltState, type PodmanState, sqliteState } from "./podman-state.ts";
export { deployDirect, profile, trusted } from "./profile.ts";
export { type Program, programs } from "./programs.ts";
export {
  command,
  file,
  type ProvisionCommand,
  type ProvisionFile,
  type ProvisionItem,
} from "./provision-items.ts";
export { resolver, riftProvision } from "./provision-rift.ts";
export { svcProvision } from "./provision-svc.ts";
export { vadeProvision } from "./provision-vade.ts";
export { installQuadletUnits, noQuadletInContainers, rebootsByItself } from "./quadlet.ts";
export {
  agentStartsNot,
  emptyMountPoints,
  giveDataBack,
  leftToAPerson,
  podmanDatabase,
  podmanStorage,
  removeLeftovers,
  startsNot,
  startsNotAgain,
  tagsAreTheDrills,
  tailnetUp,
  vaultIsSealed,
} from "./recovery-steps.ts";
export { type PlatformRigFields, platformRig } from "./rig.ts";
export { provisionActions } from "./rig-actions.ts";
export { platformNamesResolve, type Service, service } from "./service-words.ts";
export { definitions, service as componentOf } from "./services.ts";
export { changeUid } from "./uid-change-steps.ts";
export {
  createFromDefinitions,
  everyImage,
  everyService,
  everyServiceIsHealthy,
  noAgentWith,
  platform,
  platformLosses,
  servicesReference,
  verificationChecklist,
  wholePlatformRig,
} from "./whole-platform.ts";
