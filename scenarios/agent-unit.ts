import {
  account,
  asserts,
  check,
  drillOnly,
  fails,
  loss,
  podman,
  procedure,
  raw,
  refutes,
  reproduces,
  scenario,
  step,
  systemd,
} from "drillbook";
import {
  agentsServices,
  agentUnitMatrix,
  agentUnitRig,
  breakingSettings,
  harmingSettings,
  mcp,
  nixReference,
  platformNamesResolve,
  rift,
  strictDropIn,
  vade,
  WRAPPERS_PATH,
  wordsReference,
} from "#twin/metacircular/agent-unit/index.ts";
import {
  agentStartsNot,
  deployDirect,
  everyService,
  podmanStorage,
  vaultIsSealed,
} from "#twin/metacircular/index.ts";
import { nix } from "./claims/index.ts";

const CANARY_ROWS = 20;
const matrix = agentUnitMatrix;

const dropInFolder = "/etc/systemd/system/mcp-agent.service.d";
const sandboxFile = `${dropInFolder}/50-sandbox.conf`;
const untilTheBoot = "/run/systemd/system/mcp-agent.service.d/50-sandbox.conf";
const notOnNixos =
  "/etc/systemd/system is read-only on NixOS. A file in /run/systemd/system is gone after the next boot, and this incident comes with a boot:";

/** The drop-in, and where NixOS takes one. */
const dropIn = (content: string) =>
  rift.put(sandboxFile, {
    content,
    typedAs: `install -D --mode=0644 /dev/stdin ${untilTheBoot} <<'EOF'\n${content}EOF`,
  });

const allRun = check("mcp ps: both services run", vade.operator.sh`mcp ps`);
const healthy = agentsServices.map((one) => one.isHealthy());
const namesResolve = platformNamesResolve();
const agentIsActive = systemd(rift).unitIsActive("mcp-agent");
const rowsAreThere = agentsServices.map((one) => one.hasCanaryRows(CANARY_ROWS));
/** By its command line: containers may have an init of the same name. */
const pauseLives = check(
  "a pause process of mcp's podman lives",
  rift.root.sh`pgrep --list-full --uid mcp --full ${"catatonit -P"}`,
);

/** All that mcp.nix or the strictest sets, but PATH and ReadWritePaths=, which both have; without it they print these values. */
const settingsInForce = rift.root
  .sh`systemctl show mcp-agent.service --property=NoNewPrivileges,ProtectSystem,PrivateTmp,PrivateDevices,ProtectKernelTunables,ProtectKernelModules,RestrictSUIDSGID,LockPersonality,RestrictRealtime,ProtectClock,SystemCallArchitectures,RestrictAddressFamilies,CapabilityBoundingSet,SystemCallFilter,UMask | grep --invert-match --extended-regexp '=(no|~?|0022|cap_chown .*)$' | sed 's/=.*//'`;

const exposure = rift.root.sh`systemd-analyze security --no-pager mcp-agent.service | tail --lines=1`;

const systemdTakesEveryLine = check(
  "systemd takes every line",
  rift.root.sh`systemd-analyze verify --man=no mcp-agent.service 2>&1 | grep '^/[^ ]*:[0-9]*: '`
    .exits(1)
    .printsNothing(),
);

/** Podman's messages, as the agent passes them on, one a line. The command starts nothing. */
const podmanFails = check(
  "the agent's podman fails at newuidmap, which says “write to uid_map failed”, or in newer versions “open of uid_map failed” (the drill's agent passes this on; yours may have it in its journal)",
  vade.operator.sh`mcp ps 2>&1 | sed 's: / :\n:g'`
    .prints(
      /(?<=running `\/run\/current-system\/sw\/bin\/newuidmap \d+ 0 850 1 1 100000 65536`: )newuidmap: (?:write to uid_map failed: Operation not permitted|open of uid_map failed: Function not implemented)/,
    )
    .prints(
      /cannot set up namespace using "\/run\/current-system\/sw\/bin\/newuidmap": should have setuid or have filecaps setuid: exit status 1/,
    ),
);

const unitForbids = check(
  "the unit forbids what podman needs",
  rift.root
    .sh`systemctl show mcp-agent.service --property=NoNewPrivileges,PrivateDevices,ProtectKernelTunables`.printsLines(
    ["NoNewPrivileges=yes", "PrivateDevices=yes", "ProtectKernelTunables=yes"],
  ),
);

/** What is left of the incident when only its PATH is mended: the other text that begins alike. */
const pathAloneIsNotEnough = check(
  "the right PATH alone does not repair it: a trial unit with that PATH and the unit's NoNewPrivileges fails, too, and does not mention setuid",
  rift.root
    .sh`systemd-run --quiet --collect --wait --pipe --uid=mcp --gid=mcp --property=NoNewPrivileges=true --setenv=HOME=/srv/mcp --setenv=XDG_RUNTIME_DIR=/run/user/850 --setenv=PATH=${WRAPPERS_PATH} podman ps 2>&1`.exits(
    125,
    /cannot set up namespace using "\/run\/wrappers\/bin\/newuidmap": exit status 1/,
  ),
);

/** Root sees them bare: what is mounted there is so for podman's processes alone. */
const leftInMountPoints = raw(`${podmanStorage}/overlay -xdev -mindepth 3 -maxdepth 3 -path '*/merged/*'`);

const mountPointsAreEmpty = check(
  "nothing is left in a container's mount point",
  rift.root.sh`find ${leftInMountPoints} -print -quit`.printsNothing(),
);

const recover = step("Have the agent start the services", {
  onThePlatform: `The platform's agent has no \`recover\` yet: have it deploy each service, mcns first. The agent is to run podman, not your shell. ${vaultIsSealed}`,
  why: 'The agent\'s registry has every parameter. The first command removes what the boot may have left. When a session ends, podman restarts containers whose file systems may already be unmounted, and it makes files in the bare mount points. With these files the containers start, but cannot be stopped or removed: "replacing mount point …: directory not empty". Do not run podman by hand for either command: it would make the pause process, and hide whether the unit works.',
  run: [
    rift.root.sh`find ${leftInMountPoints} -exec rm -r {} +`,
    vade.operator.sh`mcp agent recover --node rift`.typedAs(
      deployDirect(everyService().map(({ component }) => component.service)),
    ),
  ],
  verify: [allRun, ...healthy, mountPointsAreEmpty],
  within: "60s",
  otherwise: agentStartsNot,
});

const reloadAndRestart = rift.root.sh`systemctl daemon-reload && systemctl restart mcp-agent`;

/** `counted`: what systemd's count of the exposure is then. */
const restart = (counted: RegExp) =>
  step("Restart the agent with it", {
    why: "The old settings hold until the restart. No container runs now, so the restart stops none.",
    run: [reloadAndRestart, exposure.prints(counted)],
    verify: [
      agentIsActive,
      check(
        "what breaks podman is off",
        rift.root
          .sh`systemctl show mcp-agent.service --property=NoNewPrivileges,PrivateDevices,ProtectKernelTunables`.printsLines(
          ["NoNewPrivileges=no", "PrivateDevices=no", "ProtectKernelTunables=no"],
        ),
      ),
    ],
    otherwise: {
      look: "`journalctl --unit mcp-agent --lines 20` names the setting that it cannot start with.",
      undo: [rift.root.sh`rm ${sandboxFile}`.typedAs(`rm ${untilTheBoot}`), reloadAndRestart],
    },
  });

const reboot = {
  run: rift.reboot(),
  verify: [
    systemd(rift).isUp(),
    account(mcp).hasSession(),
    agentIsActive,
    fails(pauseLives, "podman has not run since the boot"),
  ],
  within: "60s",
} as const;

const fullProtects = drillOnly(
  check(
    "ProtectSystem=full makes /usr and /boot read-only",
    rift.root
      .sh`systemd-run --quiet --collect --wait --pipe --property=ProtectSystem=full sh -c 'touch /usr/claim; touch /boot/claim' 2>&1`
      .exits(1)
      .prints(/'\/usr\/claim': Read-only file system/)
      .prints(/'\/boot\/claim': Read-only file system/),
  ),
);

export default scenario({
  id: "agent-unit",
  title: "After a reboot the agent cannot start a container: its own unit forbids it",
  source: "Metacircular, the NixOS module mcp.nix",
  summary:
    "The agent's unit has a sandbox in which rootless podman cannot make a user namespace. The failure shows only after a boot: while a pause process of the account's podman lives, every later podman joins that process, and the sandbox has no effect. Two signs identify the incident: the settings of the unit, and the missing pause process. Do not try podman by hand: it works, and hides the incident until the next boot.",
  tags: ["podman", "rootless", "systemd", "sandbox", "reboot", "newuidmap"],
  rig: agentUnitRig({
    samples: [namesResolve, ...healthy],
    allRun,
    pauseLives,
    canaryRows: CANARY_ROWS,
  }),

  steady: [allRun, ...healthy, namesResolve, agentIsActive, pauseLives, ...rowsAreThere, fullProtects],

  fault: [
    step("Reboot rift", {
      why: "The unit was not changed. The pause process ends with the boot, and the agent is then the first to run podman.",
      ...reboot,
    }),
  ],
  breaks: [allRun, ...healthy, namesResolve],

  symptoms: [
    podmanFails,
    podman(mcp).noneRunning(),
    fails(pauseLives, "no pause process of mcp's podman lives"),
    unitForbids,
    pathAloneIsNotEnough,
    check(
      "systemd rates the unit as half protected, which does not show whether it works",
      exposure.prints(/Overall exposure level for mcp-agent\.service: 7\.\d /),
    ),
    fails(namesResolve, "names no longer resolve"),
  ],
  tellsApart: [
    {
      from: "newuidmap-path",
      how: "There only PATH is wrong, and with the right PATH podman works. Here the unit forbids setuid bits, too: with the right PATH newuidmap still fails, and podman's error no longer mentions setuid.",
      ask: unitForbids,
    },
    {
      from: "uid-collision",
      how: "There newuidmap says that the process has another owner; here it says only that it may not write the map.",
      unless: "Target process is owned by a different user",
      ask: podmanFails,
    },
    {
      from: "uid-change",
      how: "There podman reaches its database, which names the old /run/user; here it fails before that.",
      unless: 'default OCI runtime "crun" not found',
      ask: podmanFails,
    },
    {
      from: "newuidmap has its setuid bit, but another owner than root, or a mount with nosuid",
      alike: podmanFails,
      how: "Here the unit forbids setuid bits, and podman works in a shell of the account; there it fails in every shell, too.",
      ask: unitForbids,
    },
  ],
  preconditions: [account(mcp).hasSession(), agentIsActive, podman(mcp).noneRunning()],

  procedures: {
    "strict-sandbox": procedure({
      title: "Remove the settings that break podman, keep and add the others",
      summary:
        "A drop-in with the strictest sandbox in which podman works: systemd's exposure level falls from 7.1 to below 5. The drill's agent is a stand-in: if yours does not start, see `journalctl --unit mcp-agent`, and take the other procedure, `no-sandbox`.",
      steps: [
        step("Write the drop-in", {
          why: "Its lines override those of the unit, which stays unchanged.",
          onThePlatform: `${notOnNixos} change mcp.nix before it, as “${nixReference().title}” on this page has it.`,
          run: dropIn(strictDropIn()),
          verify: systemdTakesEveryLine,
        }),
        restart(/: [0-4]\.\d /),
        recover,
      ],
      notWith: {
        podman: {
          "4.3":
            "Debian bookworm's systemd 252 sets no_new_privs for a service with User= wherever a setting needs a seccomp filter, whatever NoNewPrivileges= says; RestrictRealtime=, LockPersonality=, ProtectKernelModules= and four others of this sandbox do",
        },
      },
      loses: {
        settings: "podman cannot start a container with them, or they would impair an operator's podman",
      },
      endurance: [
        step("Try every setting", {
          why: "A table below shows which settings break podman. The services are stopped for the trials. Before nearly every trial podman is returned to its state after a boot: no process, no run directory.",
          run: [mcp.sh`podman stop --all`, matrix.ask(1), rift.reboot(), matrix.ask(2), matrix.table],
          verify: [
            matrix.breaksExactly("first", "whole", ["mcp.nix as it stands"]),
            matrix.breaksExactly("first", "alone", [...breakingSettings, ...harmingSettings]),
            matrix.breaksAll("first", "all-but"),
            matrix.breaksAll("first", "one-more"),
            matrix.breaksExactly("live", "alone", ["RestrictSUIDSGID=true"]),
            matrix.breaksExactly("again", "whole", ["mcp.nix as it stands"]),
            matrix.breaksExactly("again", "alone", breakingSettings),
          ],
          within: "400s",
        }),
        step("Clean up, and start the services again", {
          why: "As after any boot.",
          run: [
            matrix.clean(),
            rift.root.sh`systemctl start mcp-agent`,
            vade.operator.sh`mcp agent recover --node rift`,
          ],
          verify: [allRun, ...healthy],
          within: "60s",
        }),
      ],
    }),
    "no-sandbox": procedure({
      title: "Remove the whole sandbox",
      summary:
        "The fastest procedure: it needs no search for the setting that breaks podman. The agent then has every permission of its account.",
      steps: [
        step("Write a drop-in that turns everything off", {
          why: "Each line resets one setting of mcp.nix.",
          onThePlatform: `${notOnNixos} change mcp.nix before it.`,
          run: dropIn(`[Service]
NoNewPrivileges=false
ProtectSystem=false
PrivateTmp=false
PrivateDevices=false
ProtectKernelTunables=false
ProtectKernelModules=false
RestrictSUIDSGID=false
LockPersonality=false
RestrictRealtime=false
Environment=PATH=/run/wrappers/bin:/run/current-system/sw/bin:/usr/local/bin
`),
          verify: systemdTakesEveryLine,
        }),
        restart(/: 9\.\d /),
        recover,
      ],
      loses: { settings: "all of them are turned off" },
    }),
  },

  checklist: [
    allRun,
    ...healthy,
    namesResolve,
    agentIsActive,
    ...rowsAreThere,
    systemdTakesEveryLine,
    mountPointsAreEmpty,
  ],
  endurance: [
    step("Reboot once more, and run no command", {
      why: "The incident comes with a boot. The agent must be the first to run podman.",
      ...reboot,
    }),
    recover,
  ],
  losses: [
    loss.containers(mcp),
    ...agentsServices.map((one) => one.losesCanaryRows()),
    loss.files(rift.root, ...agentsServices.map((one) => one.dataDir)),
    loss.lines("settings", "settings of the agent's sandbox", settingsInForce),
  ],
  reference: [wordsReference(), nixReference()],
  sections: [matrix.section],
  claims: [
    asserts("Try every setting", nix(136, 145, 147, 148, 149)),
    asserts(fullProtects, nix(140)),
    reproduces(podmanFails, nix(137)),
    reproduces(unitForbids, nix(138)),
    refutes(
      "Try every setting",
      nix(139),
      "strict leaves /run/user as it is, and containers start. It makes /tmp and /var/tmp read-only, which podman needs to load images.",
    ),
    reproduces("strict-sandbox", nix(141, 142, 143, 144, 146)),
  ],
  never: [
    "Do not run podman as mcp by hand as a test: it works, the agent then works too, and the next boot brings the incident back.",
    "Do not trust a sandbox because the service works in it: restart the machine, and let the service be the first to run podman.",
    "Do not remove settings one by one: each of five settings breaks podman by itself, so removing one of them repairs nothing.",
  ],
});
