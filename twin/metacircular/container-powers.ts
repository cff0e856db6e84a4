import { type Check, type Command, check, drillOnly, raw } from "drillbook";
import { asImageUser, imageUser, newImage } from "./container-user.ts";
import { mcp } from "./hosts.ts";
import { podmanDatabase } from "./recovery-steps.ts";

const name = "mcns";
const KEY = "/srv/mcns/certs/mcns.key";
const PASSWORDS = "/etc/shadow";

/** The capabilities of root in a container. Source: containers.conf(5), default_capabilities. */
export const podmansCapabilities =
  "CHOWN,DAC_OVERRIDE,FOWNER,FSETID,KILL,NET_BIND_SERVICE,SETFCAP,SETGID,SETPCAP,SETUID,SYS_CHROOT";

export type Powers = {
  readonly inside: string;
  readonly outside: string;
  /** Separated by commas, or `none`. */
  readonly capabilities: string;
};

/** The user and capabilities of the running service. Source: podman-top(1), descriptors user and capeff. */
export const serviceIs = ({ inside, outside, capabilities }: Powers): readonly Check[] => {
  const top = (descriptor: string) => mcp.sh`podman top ${name} ${descriptor} | tail --lines=+2`;
  return [
    check(`in the container mcns runs as ${inside}`, top("user").printsExactly(inside)),
    check(
      `on rift it is ${outside}`,
      mcp.sh`ps --format user= --pid "$(podman inspect --format ${"{{.State.Pid}}"} ${name})"`.printsExactly(
        outside,
      ),
    ),
    check(
      `the capabilities of ${inside} in the container are these`,
      top("capeff").printsExactly(capabilities),
    ),
  ];
};

const PROGRAM = "/app/mcns.mjs";
const open = mcp.sh`podman exec ${name} node --eval ${`fs.closeSync(fs.openSync("${PROGRAM}", "r+"))`}`;

/** Whether an attacker in the service could replace its program. */
export const mayRewriteItself = (): Check =>
  drillOnly(check("the service may rewrite its own program", open));
export const mayNotRewriteItself = (): Check =>
  drillOnly(
    check(
      "the service may not rewrite its own program",
      open.exits(1, new RegExp(`EACCES: permission denied, open '${PROGRAM}'`)),
    ),
  );

/**
 * A process with the service's UID in its user namespace, and with the files of rift: the position of an attacker who
 * escaped from the container.
 */
export const getsOutAsMcp = ({ uid, gid }: { readonly uid: number; readonly gid: number }): Check =>
  check(
    `a process that escapes from the container with UID ${uid} reads mcp's files, and not root's`,
    mcp.sh`nsenter --target "$(podman inspect --format ${"{{.State.Pid}}"} ${name})" --user --setuid ${uid} --setgid ${gid} find ${KEY} ${podmanDatabase} ${PASSWORDS} -readable`.printsLines(
      [KEY, podmanDatabase],
    ),
  );

const bindsPort53 = (option: string): Command =>
  mcp.sh`podman run --rm --network none ${raw(option)} --entrypoint node ${newImage} --eval 'net.createServer().listen(53, () => process.exit())'`;

export const rootMayBindPort53 = (): Check =>
  drillOnly(check("the root of a container may bind port 53", bindsPort53("--user 0:0")));
export const imageUserMayNotBindPort53 = (): Check =>
  drillOnly(
    check(
      "without the sysctl the image's user may not bind port 53",
      bindsPort53(asImageUser).exits(1, /listen EACCES: permission denied .*:53$/m),
    ),
  );

/** Each line except the last is the command of one of these checks. */
export const securityOfEachWay = `In both procedures the service's process belongs to mcp on rift: it writes the files in /srv/mcns as their owner, so no file needs a new owner. They differ in the rights of an attacker who controls the service. The drill tested each row except the last, which comes from the platform's definitions.

| | \`--user 0:0\` | \`${asImageUser}\` |
|---|---|---|
| user in the container | root | ${imageUser.name}, UID ${imageUser.uid}, as the image names it |
| user on rift | mcp | mcp |
| capabilities in the container | ${podmansCapabilities.replaceAll(",", ", ")} | none |
| may rewrite its own program in the container | yes | no |
| a process that escapes from the container | reads all files that mcp may read, including podman's database and the key, but not /etc/shadow | the same |
| port 53 in the container | root may bind it | needs \`--sysctl net.ipv4.ip_unprivileged_port_start=53\` |
| in the service's definition | \`user = "0:0"\` | not possible; the next deployment removes it |

Root of a rootless container is not root on rift: its capabilities apply only in the container's namespace. But an attacker can use them for an escape. So keep-id is the safer one, where the image works with it. It is not the recommended one, because the next deployment removes its option, which no definition can hold.`;
