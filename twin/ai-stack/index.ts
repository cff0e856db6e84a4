/** The AI stack's twin for scenario authors: only inert values. */

export { containers, namesOf } from "./containers.ts";
export { HOME, hyperd, networks, workstation } from "./host.ts";
export { causesOfNewuidmap, plannedReboot } from "./reference.ts";
export { aiStackRig } from "./rig.ts";
export {
  brokenScript,
  brokenUnit,
  SCRIPT_FILE,
  SCRIPT_LINE,
  SYSTEM_BIN,
  UNIT,
  UNIT_FILE,
  WRAPPERS_BIN,
} from "./startup.ts";
export {
  canariesAreThere,
  databasesAnswer,
  everythingIsHealthy,
  everythingRuns,
  postgresWentDown,
  stackLosses,
  unitProperty,
} from "./words.ts";
