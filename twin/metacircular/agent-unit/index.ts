/** The agent's unit of mcp.nix, its faults, and the strictest unit that works. */
export { mcp, rift, vade } from "../hosts.ts";
export { platformNamesResolve } from "../service-words.ts";
export { agentUnitMatrix } from "./matrix.ts";
export { nixReference } from "./nix-text.ts";
export { agentsServices, agentUnitRig } from "./rig.ts";
export {
  breakingSettings,
  commentedSettings,
  harmingSettings,
  nixSettings,
  otherSettings,
  strictDropIn,
  strictSettings,
  WRAPPERS_PATH,
} from "./sandbox.ts";
export { wordsReference } from "./words-reference.ts";
