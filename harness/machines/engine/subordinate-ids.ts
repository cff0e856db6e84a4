import { userInfo } from "node:os";
import { HostNotReadyError } from "../../errors.ts";
import { textIn } from "../files.ts";
import type { Engine } from "./engine.ts";

/**
 * The ids of a machine: accounts in it have 65536 subordinate ids of their own that begin at 100000, as on any
 * Debian host.
 */
const neededIds = 100_000 + 65_536;
const files = ["/etc/subuid", "/etc/subgid"] as const;

type User = { readonly name: string; readonly uid: number };

/** How many ids a file of ranges gives to a user, under the name or the number. Source: subuid(5) */
export const idsOf = (ranges: string, { name, uid }: User): number =>
  ranges
    .split("\n")
    .map((line) => line.trim().split(":"))
    .filter(([owner]) => owner === name || owner === String(uid))
    .reduce((sum, [, , count]) => sum + (Number(count) || 0), 0);

/**
 * A machine in a rootless engine has the ids of its user, and the user's own as the first.
 * @throws HostNotReadyError when they are too few for a machine
 */
export const requireIds = (
  { name: engine, rootless, podman }: Pick<Engine, "name" | "rootless" | "podman">,
  user: User = { name: userInfo().username, uid: userInfo().uid },
  readRanges: (file: string) => string | undefined = textIn,
): void => {
  if (!rootless) return;
  const lacking = files
    .map((file) => ({ file, has: idsOf(readRanges(file) ?? "", user) + 1 }))
    .filter(({ has }) => has < neededIds);
  if (lacking.length === 0) return;
  throw new HostNotReadyError("this rootless engine has too few user and group ids for a machine", {
    claimed: `a machine is a whole host: accounts in it have subordinate ids of their own, up to ${neededIds - 1}`,
    expected: `${neededIds - 1} subordinate ids for ${user.name}`,
    got: `${engine}: ${lacking.map(({ file, has }) => `${has - 1} in ${file}`).join(", ")}`,
    next:
      "sudo usermod --add-subuids 300000-499999 --add-subgids 300000-499999 " +
      `${user.name} && ${podman ? "podman system migrate" : "systemctl --user restart docker"}`,
  });
};
