import type { Account } from "./account.ts";

export const loginPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

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
    ...(account.uid === 0
      ? {}
      : { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: `unix:path=${runtime}/bus` }),
    ...changes,
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
};
