import type { Account } from "./account.ts";
import { knownFile } from "./known-file.ts";

export const loginPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The variables that every login gets. Source: pam_env(8), /etc/environment. */
const environmentFile = "/etc/environment";

/** `KEY=value` lines; a value may be quoted, and a line may begin with `export`. */
export const parseEnvironment = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const found = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(?:"(.*)"|'(.*)'|(.*?))\s*$/.exec(line);
      return found?.[1] === undefined ? [] : [[found[1], found[2] ?? found[3] ?? found[4] ?? ""]];
    }),
  );

const readEnvironment = knownFile(environmentFile, parseEnvironment);

const everyLogin = (): Record<string, string> => {
  try {
    return readEnvironment();
  } catch {
    return {};
  }
};

/** The environment of a fresh login of the account, changed by `changes`: an empty value unsets. */
export const loginEnvironment = (
  account: Account,
  cwd: string,
  changes: Readonly<Record<string, string>>,
): Record<string, string> => {
  const runtime = `/run/user/${account.uid}`;
  const merged: Record<string, string> = {
    HOME: account.home,
    USER: account.name,
    LOGNAME: account.name,
    SHELL: account.shell,
    PATH: loginPath,
    PWD: cwd,
    ...everyLogin(),
    ...(account.uid === 0
      ? {}
      : { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus` }),
    ...changes,
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
};
