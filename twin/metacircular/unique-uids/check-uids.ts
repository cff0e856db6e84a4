import { type Action, type Check, check, type MachineHandle, type Step, step } from "#harness";
import { readBesideThis } from "../paths.ts";

const read = (file: string): string => readBesideThis(`unique-uids/${file}`);

/** An account whose UID is the same on every machine. */
export type Pin = { readonly name: string; readonly uid: number };

/** Automatic assignment comes down from 999 and would have to give out a hundred UIDs before it is here. */
export const PINNED_RANGE = { first: 800, last: 899 };

const pinned = (pins: readonly Pin[]): string => pins.map(({ name, uid }) => `${name}=${uid}`).join(" ");

/** What the check finds wrong with the accounts of a machine, and with UIDs that are pinned there. */
export const checkUidsScript: string = read("check-uids.sh");

export const checkUidsService = (pins: readonly Pin[]): string =>
  read("check-uids.service").replace(" @PINS@", pins.length === 0 ? "" : ` ${pinned(pins)}`);

/** Nothing that an operator would have to install first: it can be typed on any machine. */
export const nobodySharesAUid = (machine: MachineHandle): Check =>
  check(
    `no two accounts of ${machine.name} share a UID`,
    machine.root.sh`getent passwd | cut --delimiter=: --fields=3 | sort | uniq --repeated`.printsNothing(),
  );

/** Nobody has it there, or the account that it is for. */
export const pinIsFree = (machine: MachineHandle, { name, uid }: Pin): Check =>
  check(
    `UID ${uid} is free for ${name} on ${machine.name}`,
    machine.root.sh`getent passwd ${uid} | grep --invert-match ${`^${name}:`}`.exits(1).printsNothing(),
  );

const install = (machine: MachineHandle, pins: readonly Pin[]): readonly Action[] => [
  machine.put("/usr/local/sbin/check-uids", { content: checkUidsScript, mode: "0755" }),
  machine.put("/etc/systemd/system/check-uids.service", { content: checkUidsService(pins) }),
  machine.put("/etc/systemd/system/check-uids.path", { content: read("check-uids.path") }),
  machine.root
    .sh`systemctl daemon-reload && systemctl enable --quiet --now check-uids.service check-uids.path`,
];

/** From now on the machine itself says when two accounts come to share a UID. */
export const watchForSharedUids = (machine: MachineHandle, pins: readonly Pin[]): Step =>
  step(`Have ${machine.name} look for shared UIDs from now on`, {
    why: "Nobody warned: neither the ssh server's installation nor the rebuild looks at what the other one did. Put the same three files on every machine of the platform.",
    onThePlatform:
      "On NixOS the rebuild owns /etc/systemd/system: declare the same as `systemd.services.check-uids` and `systemd.paths.check-uids`.",
    run: install(machine, pins),
    verify: [
      check(
        "it looks whenever accounts are written",
        machine.root.sh`systemctl is-active check-uids.path`.printsExactly("active"),
      ),
      check(
        "it finds nothing now",
        machine.root.sh`systemctl show --property=Result,ExecMainStatus check-uids.service`.printsLines([
          "Result=success",
          "ExecMainStatus=0",
        ]),
      ),
    ],
  });
