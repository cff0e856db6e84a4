import { namesOf } from "./containers.ts";
import { HOME } from "./host.ts";
import { readBesideThis } from "./paths.ts";

/** NixOS's programs, all without a setuid bit. */
export const SYSTEM_BIN = "/run/current-system/sw/bin";
/** NixOS's few programs with one. */
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

/** The script as it was, with the PATH of its caller. */
export const brokenScript: string = readBesideThis("files/ai-stack-startup.sh")
  .replace("@CORE@", namesOf("core").join(" "))
  .replace("@SERVICES@", namesOf("services").join(" "));

/** The line that fixed the script. */
export const SCRIPT_LINE = `export PATH="${WRAPPERS_BIN}:\${PATH:-${SYSTEM_BIN}}"`;
