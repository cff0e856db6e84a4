import { assertKnownFields } from "./known-fields.ts";
import type { PlatformMachine } from "./platform-profile.ts";

/** How a step's change is made to last on the real platform, for each way in which a machine gets its configuration. */
export type Lasting = {
  /** Options of a NixOS configuration. */
  readonly nixos?: string;
  /** Commands on Debian. */
  readonly debian?: string;
  /** What a person does elsewhere, such as in an administration's web page: a sentence. */
  readonly byHand?: string;
};

const fieldNames = ["nixos", "debian", "byHand"];

/** @throws ScenarioError for a field that it does not have */
export const lasting = (fields: Lasting): Lasting => {
  assertKnownFields("lasting", fields, fieldNames);
  return fields;
};

/** What holds for a machine of this system; undefined where nothing is said of it. */
export const lastingOn = (
  { nixos, debian }: Lasting,
  system: PlatformMachine["system"],
): string | undefined => (system === "NixOS" ? nixos : debian);
