import { namesOf } from "./containers.ts";
import { HOME } from "./host.ts";
import { readBesideThis } from "./paths.ts";

/** NixOS keeps programs here, all without a setuid bit. */
export const SYSTEM_BIN = "/run/current-system/sw/bin";
/** And here those few that have one. */
export const WRAPPERS_BIN = "/run/wrappers/bin";

export const UNIT = "ai-stack-startup.service";
export const UNIT_FILE = `${HOME}/.config/systemd/user/${UNIT}`;
export const SCRIPT_FILE = `${HOME}/Documents/try/NixOS-Dev-Quick-Deploy/scripts/ai-stack-startup.sh`;

/** The PATH that the unit had. */
export const UNIT_PATH = `${SYSTEM_BIN}:/usr/bin:/bin:%h/.nix-profile/bin`;

/** The unit as it was when the stack did not come up. */
export const brokenUnit: string = readBesideThis("files/ai-stack-startup.service").replace(
  "@PATH@",
  UNIT_PATH,
);

/** The script as it was: it takes the PATH that it is given. */
export const brokenScript: string = readBesideThis("files/ai-stack-startup.sh")
  .replace("@CORE@", namesOf("core").join(" "))
  .replace("@SERVICES@", namesOf("services").join(" "));

/** What the script was given. */
export const SCRIPT_LINE = `export PATH="${WRAPPERS_BIN}:\${PATH:-${SYSTEM_BIN}}"`;
