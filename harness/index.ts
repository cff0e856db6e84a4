/** The vocabulary for scenario authors, and nothing else. */
export { account } from "./checks/account.ts";
export { type DnsOptions, dns } from "./checks/dns.ts";
export { files } from "./checks/files.ts";
export { firewall } from "./checks/firewall.ts";
export { type HttpOptions, http } from "./checks/http.ts";
export { loss } from "./checks/losses.ts";
export { podman } from "./checks/podman.ts";
export { type ResolvesOptions, resolves } from "./checks/resolves.ts";
export { sqlite } from "./checks/sqlite.ts";
export { systemd } from "./checks/systemd.ts";
export { ScenarioError } from "./errors.ts";
export { definePlatform, type Platform, type PlatformFields } from "./platform/define-platform.ts";
export type { Command } from "./probes/command/value.ts";
export type { Account } from "./scenario/account.ts";
export type { Action } from "./scenario/action.ts";
export { type Check, check, drillOnly, fails, orElse, redWhen } from "./scenario/check.ts";
export {
  asserts,
  claimsOf,
  refutes,
  reproduces,
  type ShownClaims,
  type SourceDocument,
} from "./scenario/claim.ts";
export type { Duration } from "./scenario/duration.ts";
export { type Lasting, type LastingFields, lasting } from "./scenario/lasting.ts";
export type { Loss } from "./scenario/loss.ts";
export { type MachineHandle, machine } from "./scenario/machine.ts";
export { perVersion } from "./scenario/match.ts";
export type { Block, PrintedSection } from "./scenario/printed-section.ts";
export type { MachineSpec, NetworkSpec, Rig } from "./scenario/rig.ts";
export { type Procedure, procedure, type Scenario, scenario } from "./scenario/scenario.ts";
export { quote, type Raw, raw } from "./scenario/shell.ts";
export { type Step, type StepFields, step } from "./scenario/step.ts";
export {
  type AddressRef,
  address,
  addressesIn,
  fill,
  type Instead,
  inRig,
  type Placeholder,
  type PlatformWord,
  type ResolveAddress,
  type Text,
  type TextLike,
} from "./scenario/text.ts";
