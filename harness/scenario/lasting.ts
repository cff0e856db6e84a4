import { assertKnownFields } from "./known-fields.ts";
import type { PlatformMachine } from "./platform-profile.ts";
import { type Text, type TextLike, text } from "./text.ts";

/** How a step's change is made to last on the real platform, for each way in which a machine gets its configuration. */
export type Lasting = {
  /** Options of a NixOS configuration. */
  readonly nixos?: Text;
  /** Commands on Debian. */
  readonly debian?: Text;
  /** What a person does elsewhere, such as in an administration's web page: a sentence. */
  readonly byHand?: string;
};

export type LastingFields = Pick<Lasting, "byHand"> & {
  readonly nixos?: TextLike;
  readonly debian?: TextLike;
};

const fieldNames = ["nixos", "debian", "byHand"];

/** @throws ScenarioError for a field that it does not have */
export const lasting = ({ nixos, debian, ...rest }: LastingFields): Lasting => {
  assertKnownFields("lasting", { nixos, debian, ...rest }, fieldNames);
  return {
    ...(nixos === undefined ? {} : { nixos: text(nixos) }),
    ...(debian === undefined ? {} : { debian: text(debian) }),
    ...rest,
  };
};

/** What holds for a machine of this system; undefined where nothing is said of it. */
export const lastingOn = ({ nixos, debian }: Lasting, system: PlatformMachine["system"]): Text | undefined =>
  system === "NixOS" ? nixos : debian;
