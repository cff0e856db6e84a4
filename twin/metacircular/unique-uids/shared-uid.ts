import { type Check, check, drillOnly, fails, perVersion, type Step, step } from "drillbook";
import { orion } from "../hosts.ts";
import { agentRuns, mcp, queue } from "./worker-rig.ts";

/** The machine's owner of the UID: the first account that has it. Source: getpwuid(3). */
export const isTakenFor = (name: string, uid: number): Check =>
  check(
    `orion takes UID ${uid} for ${name}`,
    orion.root.sh`getent passwd ${uid} | cut --delimiter=: --fields=1`.printsExactly(name),
  );

/** The second line of the map is the account's range in /etc/subuid. Source: user_namespaces(7), subuid(5). */
const range = mcp.sh`podman unshare awk '{ print $2 ":" $3 }' /proc/self/uid_map | tail --lines=1`;

export const podmanHasItsRange = (): Check =>
  check("podman has the account's 65536 UIDs", range.printsExactly("100000:65536"));

const rangeWithoutUser = range.withEnv({ USER: "" }).printsExactly("100000:65536");

const podmanHasItsRangeWithoutUser = (): Check => check("and with USER unset, too", rangeWithoutUser);

export const sessionIsItsOwn: Check = check(
  "the session of mcp is its own",
  mcp.sh`systemctl --user show-environment | grep '^USER='`.printsExactly("USER=mcp"),
);

/** The session's manager is started by UID, so it runs as the first account with that UID. Source: user@.service(5). */
export const sessionIsSshds: Check = check(
  "the session of mcp is sshd's: it has sshd's name and home, and therefore not the units in /srv/mcp/.config",
  mcp.sh`systemctl --user show-environment | grep --extended-regexp '^(HOME|USER)='
systemctl --user show --property=UnitPath --value | tr ' ' '\n' | grep '/.config/systemd/user$'`.printsLines([
    "HOME=/run/sshd",
    "USER=sshd",
    "/run/sshd/.config/systemd/user",
  ]),
);

const differentUser = (uid: number) => {
  const ids = `uid:${uid} pw_uid:${uid} st_uid:${uid}, gid:988 pw_gid:65534 st_gid:988`;
  const text = `newuidmap: Target process is owned by a different user: ${ids}`;
  return perVersion("podman", {
    "4.3": new RegExp(`newuidmap: Target process \\d+ is owned by a different user: ${ids}`),
    "5.4": text,
    "5.8": text,
    why: "newuidmap prints the text, and that of Debian bookworm (shadow 4.13) names the process.",
  });
};

/** It leaves nothing behind, and its output is always the same. */
export const podmanRefusesMcp = (uid: number): Check =>
  check(
    "podman refuses where USER is mcp",
    mcp.sh`{ echo "USER is $USER"; podman ps --all; echo "exit $?"; } 2>&1`
      .prints(differentUser(uid))
      .prints(/^USER is mcp$/m)
      // 1, with "invalid internal status", where the last boot's end left the pid of a process that is gone.
      .prints(/^exit (?:1|125)$/m),
  );

/** Ends podman's pause process, so that the next podman makes a new namespace. */
export const podmanTakesUserForSshd: Check = drillOnly(
  check(
    "where USER is sshd podman continues with a single UID",
    mcp.sh`{ USER=sshd podman ps --all --quiet; echo "exit $?"; USER=sshd podman system migrate; } 2>&1`
      .prints("cannot find UID/GID for user sshd: no subuid ranges found for user")
      .prints(/^exit 0$/m),
  ),
);

/**
 * In this order, because the first command leaves a pause process, which the others use. It is ended with its pid
 * file: else every later podman would use it, and the one that must be refused would not be. With one UID there is no
 * group 5 for the container's terminals.
 */
export const podmanTakesItselfForSshd = (uid: number): Check =>
  check(
    "where USER is not set podman takes itself for sshd and continues with a single UID. From then on it does so with USER, too",
    mcp.sh`{
( unset USER; podman ps --all --quiet >/dev/null ); echo "without USER: exit $?"
podman unshare cat /proc/self/uid_map
pkill --uid ${uid} --full ${"[c]atatonit -P"}; rm --force "$XDG_RUNTIME_DIR/libpod/tmp/pause.pid"
} 2>&1`
      // The part of the line that does not depend on the other account's name.
      .prints("no subuid ranges found for user")
      .prints("cannot find UID/GID for user sshd: ")
      .prints(/^without USER: exit 0$/m)
      .prints(new RegExp(`^\\s*0\\s+${uid}\\s+1$`, "m")),
  );

/** A page does not have it: on a host without the incident it would start the container. */
export const podmanStartsNothing = (uid: number): Check =>
  drillOnly(
    check(
      "with a single UID podman starts nothing",
      mcp.sh`{
( unset USER; podman ps --all --quiet >/dev/null )
podman start ${queue.name} 2>&1 | grep 'crun: '
pkill --uid ${uid} --full ${"[c]atatonit -P"}; rm --force "$XDG_RUNTIME_DIR/libpod/tmp/pause.pid"
} 2>/dev/null`.prints(/crun: mount `devpts` to `dev\/pts`: Invalid argument/),
    ),
  );

/** Podman 5.8 ignores USER: without it, it looks for the same range, and refuses in the same way. */
export const podmanRefusesWithoutUserToo = (uid: number): Check =>
  check(
    "podman refuses, whether USER is set or not",
    mcp.sh`{
podman ps --all; echo "with USER: exit $?"
( unset USER; podman ps --all --quiet ); echo "without USER: exit $?"
} 2>&1`
      .prints(differentUser(uid))
      .prints(/^with USER: exit (?:1|125)$/m)
      .prints(/^without USER: exit (?:1|125)$/m),
  );

/** By UID, as the kernel has them. */
export const nothingRunsAs = (uid: number): Check =>
  check(`nothing runs as UID ${uid}`, orion.root.sh`pgrep --count --uid ${uid}`.exits(1).printsExactly("0"));

/**
 * By UID, because the name may belong to the other account. The agent is stopped, because systemd starts again what was
 * killed. Source: loginctl(1); systemd.service(5), Restart=.
 */
export const endSession = (uid: number, why: string): Step =>
  step(`Stop the agent, and end everything else that runs as UID ${uid}`, {
    why: `${why} The agent is stopped, not killed: systemd starts a killed one again after five seconds.`,
    run: orion.root.sh`systemctl stop mcp-agent user@${uid}.service; pkill --signal KILL --uid ${uid}; true`,
    verify: nothingRunsAs(uid),
  });

/** The same without a thought of the agent. */
export const killWithoutAgent = (uid: number): Step =>
  step(`Kill everything that runs as UID ${uid}`, {
    why: "For five seconds nothing has the UID.",
    run: orion.root.sh`systemctl stop user@${uid}.service; pkill --signal KILL --uid ${uid}; true`,
    verify: check(
      "systemd has started the agent again",
      orion.root.sh`pgrep --uid ${uid} --full mcp-agent.mjs`.prints(/^\d+$/m),
    ),
    within: "30s",
  });

/**
 * As NixOS writes it: sorted by UID. The order of two accounts with one UID is that of a Perl hash, which differs at
 * each rebuild. Source: NixOS, nixos/modules/config/update-users-groups.pl.
 */
const writeInOrder = (first: "mcp" | "sshd") =>
  orion.root
    .sh`sort --field-separator=: --key=3,3n --key=${first === "mcp" ? "1,1" : "1,1r"} --output=/etc/passwd /etc/passwd`;

/** The steps up to the reboot after which podman fails. */
export const collide = (uid: number): readonly Step[] => [
  step("Stop the container", {
    why: "orion gets a new system disk; /srv, with podman's storage and the data, is on another disk and stays.",
    run: mcp.sh`podman stop ${queue.name}`,
    verify: fails(queue.isHealthy(), "mcq does not answer"),
  }),
  endSession(uid, "The account disappears with the old system disk."),
  step("Install the system, and sshd with it, before the platform", {
    why: "A machine must be reachable by ssh before other software is installed. The declaration has no UID for sshd, so it gets the highest free one.",
    run: [
      orion.root.sh`userdel mcp && userdel sshd`,
      orion.root.sh`systemd-sysusers /usr/lib/sysusers.d/openssh-server.conf`,
    ],
    verify: isTakenFor("sshd", uid),
  }),
  step("Apply the platform's declaration", {
    why: `It pins mcp to ${uid}. A pinned UID is not compared with UIDs that were assigned before, so no warning appears.`,
    run: [orion.root.sh`apply-accounts 2>&1`.printsNothing(), writeInOrder("mcp")],
    verify: isTakenFor("mcp", uid),
  }),
  step("Start the container", {
    why: "By chance mcp is the first of the two in /etc/passwd, and everything works. This may last for weeks.",
    run: [
      orion.root.sh`systemctl start user@${uid}.service mcp-agent.service`,
      rangeWithoutUser,
      // Ends the pause process, so that the next one is made by a podman that has USER.
      mcp.sh`podman system migrate`,
      mcp.sh`podman start ${queue.name}`,
    ],
    verify: [queue.isHealthy(), podmanHasItsRange(), podmanHasItsRangeWithoutUser(), agentRuns],
  }),
  step("Rebuild once more", {
    why: "The accounts are written again, sshd first this time. Podman's pause process still holds the right namespace, so this has no visible effect either.",
    run: writeInOrder("sshd"),
    verify: [isTakenFor("sshd", uid), queue.isHealthy(), podmanHasItsRange(), podmanHasItsRangeWithoutUser()],
  }),
  step("Reboot", {
    why: "The pause process ends, and podman has to make its namespace anew.",
    run: orion.reboot(),
    verify: fails(queue.isHealthy(), "mcq does not answer"),
    within: "60s",
  }),
];
