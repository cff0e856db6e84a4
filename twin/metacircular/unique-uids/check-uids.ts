import {
  type Action,
  type Check,
  check,
  fails,
  lasting,
  type MachineHandle,
  type Step,
  step,
} from "drillbook";
import { readBesideThis } from "../paths.ts";

const read = (file: string): string => readBesideThis(`unique-uids/${file}`);

/** An account whose UID is the same on every machine. */
export type Pin = { readonly name: string; readonly uid: number };

const pinned = (pins: readonly Pin[]): string => pins.map(({ name, uid }) => `${name}=${uid}`).join(" ");

/** The findings about a machine's accounts, and about UIDs that are pinned there. */
export const checkUidsScript: string = read("check-uids.sh");

export const checkUidsService = (pins: readonly Pin[]): string =>
  read("check-uids.service").replace(" @PINS@", pins.length === 0 ? "" : ` ${pinned(pins)}`);

/** Runs on any machine, without packages to install. */
export const noSharedUid = (machine: MachineHandle): Check =>
  check(
    `no two accounts of ${machine.name} share a UID`,
    machine.root.sh`getent passwd | cut --delimiter=: --fields=3 | sort | uniq --repeated`.printsNothing(),
  );

/** The UID is free there, or belongs to its account. */
export const pinIsFree = (machine: MachineHandle, { name, uid }: Pin): Check =>
  check(
    `UID ${uid} is free for ${name} on ${machine.name}`,
    machine.root.sh`getent passwd ${uid} | grep --invert-match ${`^${name}:`}`.exits(1).printsNothing(),
  );

const install = (machine: MachineHandle, pins: readonly Pin[]): readonly Action[] => [
  machine.put("/usr/local/sbin/check-uids", {
    content: checkUidsScript,
    mode: "0755",
    typedAs: `cat > /etc/nixos/check-uids.sh <<'EOF'\n${checkUidsScript}EOF`,
  }),
  machine.put("/etc/systemd/system/check-uids.service", { content: checkUidsService(pins), typedAs: "" }),
  machine.put("/etc/systemd/system/check-uids.path", { content: read("check-uids.path"), typedAs: "" }),
  machine.root
    .sh`systemctl daemon-reload && systemctl enable --quiet --now check-uids.service check-uids.path`.typedAs(
    "nixos-rebuild switch",
  ),
];

/** The same units in the words of NixOS, for a script in its folder. */
const inNixos = (pins: readonly Pin[]): string => `systemd.services.check-uids = {
  wantedBy = [ "multi-user.target" ];
  serviceConfig.Type = "oneshot";
  serviceConfig.ExecStart = "\${pkgs.runtimeShell} \${./check-uids.sh}${pins.length === 0 ? "" : ` ${pinned(pins)}`}";
};
systemd.paths.check-uids = {
  wantedBy = [ "multi-user.target" ];
  pathConfig.PathChanged = "/etc/passwd";
};`;

/** From now on this machine reports two accounts with one UID; the others are checked once. */
export const watchForSharedUids = (
  machine: MachineHandle,
  pins: readonly Pin[],
  others: readonly MachineHandle[],
): Step =>
  step(`Have ${machine.name} look for shared UIDs from now on`, {
    why: "Neither the ssh server's installation nor the rebuild compares the UIDs, so no warning appeared. The other machines of the platform use the same script and units, but without an argument in `ExecStart`: the account was not moved there, so the check would complain of its UID.",
    onThePlatform:
      "On NixOS the rebuild owns /etc/systemd/system. Write the script beside the configuration, and the two units into it, as below, before the rebuild.",
    lasting: lasting({ nixos: inNixos(pins) }),
    run: install(machine, pins),
    verify: [
      check(
        "it checks whenever accounts are written",
        machine.root.sh`systemctl is-active check-uids.path`.printsExactly("active"),
      ),
      check(
        "it finds nothing now",
        machine.root.sh`systemctl show --property=Result,ExecMainStatus check-uids.service`.printsLines([
          "Result=success",
          "ExecMainStatus=0",
        ]),
      ),
      ...others.map(noSharedUid),
    ],
  });

/** Shows both checks red on these machines, and green again afterwards. */
export const breakBothRules = (machines: readonly MachineHandle[], pin: Pin): readonly Step[] => [
  step("Make accounts with wrong UIDs on the other machines", {
    why: "This shows that the checks can fail there.",
    run: machines.map(
      (machine) =>
        machine.root
          .sh`useradd --non-unique --uid "$(id --user daemon)" late && useradd --uid ${pin.uid} early`,
    ),
    verify: machines.flatMap((machine) => [
      fails(noSharedUid(machine), `the check reports that accounts of ${machine.name} share a UID`),
      fails(pinIsFree(machine, pin), `the check reports that UID ${pin.uid} is taken on ${machine.name}`),
    ]),
  }),
  step("Remove both accounts", {
    why: "Both checks hold again.",
    run: machines.map((machine) => machine.root.sh`userdel early && userdel late`),
    verify: machines.flatMap((machine) => [noSharedUid(machine), pinIsFree(machine, pin)]),
  }),
];
