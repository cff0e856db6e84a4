import { type Account, accountOn } from "../scenario/account.ts";
import { type Check, check, orElse } from "../scenario/check.ts";

/** Checks on an account of a machine; they run as root, so that they answer even when the account is broken. */
export const account = (who: Account) => {
  const root = accountOn(who.machine, "root");
  return {
    /** Source: id(1). */
    hasUid: (uid: number): Check =>
      check(`${who.user} has UID ${uid}`, root.sh`id -u ${who.user}`.printsExactly(String(uid))),
    /** A user manager of systemd runs for it. Source: user@.service(5). */
    hasSession: (): Check =>
      orElse(
        check(
          `${who.user} has a systemd session`,
          root.sh`systemctl is-active "user@$(id -u ${who.user}).service"`.printsExactly("active"),
        ),
        `\`systemctl start "user@$(id -u ${who.user}).service"\`, as root, begins one; \`loginctl enable-linger ${who.user}\` has each boot begin one.`,
      ),
  };
};
