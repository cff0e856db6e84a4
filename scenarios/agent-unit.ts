import { account, check, fails, loss, podman, procedure, raw, scenario, step, systemd } from "drillbook";
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
import { podmanStorage } from "#twin/metacircular/index.ts";

const CANARY_ROWS = 20;
const matrix = agentUnitMatrix;

const dropInFolder = "/etc/systemd/system/mcp-agent.service.d";
const sandboxFile = `${dropInFolder}/50-sandbox.conf`;
const notOnNixos =
  "/etc/systemd/system cannot be written on NixOS: put the file at /run/systemd/system/mcp-agent.service.d/50-sandbox.conf. It is gone after the next boot, and this incident comes with a boot:";

const allRun = check("mcp ps: both services run", vade.root.sh`mcp ps`);
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

/** What the agent passes on of podman's words, as podman's lines. Whoever asks for this starts nothing. */
const podmanFails = check(
  "the agent's podman may not write the map of UIDs, and says that its newuidmap has no setuid bit, which is not all (the drill's agent passes this on; yours may have it in its journal)",
  vade.root.sh`mcp ps 2>&1 | sed 's: / :\n:g'`
    .prints(
      /(?<=running `\/run\/current-system\/sw\/bin\/newuidmap \d+ 0 850 1 1 100000 65536`: )newuidmap: write to uid_map failed: Operation not permitted/,
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
  "the right PATH alone would not mend it: a trial unit with it and the unit's NoNewPrivileges fails, too, with no word of setuid",
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
  onThePlatform:
    "Where your agent has no `recover`, have it deploy each service (`mcp deploy`), mcns first: the agent is to run podman, not your shell.",
  why: 'Its registry has every parameter. First goes what the boot may have left: when a session ends, podman restarts containers whose file systems may be gone already, and what it makes for them stays in the bare mount points. With it they start, and can be neither stopped nor removed: "replacing mount point …: directory not empty". Do neither with podman by hand: that would make the pause process, and then you cannot see whether the unit works.',
  run: [
    rift.root.sh`find ${leftInMountPoints} -exec rm -r {} +`,
    vade.root.sh`mcp agent recover --node rift`,
  ],
  verify: [allRun, ...healthy, mountPointsAreEmpty],
  within: "60s",
});

/** `counted`: what systemd's count of the exposure is then. */
const restart = (counted: RegExp) =>
  step("Restart the agent with it", {
    why: "Until then the old settings hold. No container runs now that this could stop.",
    run: [rift.root.sh`systemctl daemon-reload && systemctl restart mcp-agent`, exposure.prints(counted)],
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
  });

const reboot = {
  run: rift.reboot(),
  verify: [
    systemd(rift).isUp(),
    account(mcp).hasSession(),
    agentIsActive,
    fails(pauseLives, "nobody has run podman yet"),
  ],
  within: "60s",
} as const;

export default scenario({
  id: "agent-unit",
  title: "After a reboot the agent cannot start a container: its own unit forbids it",
  source: "Metacircular, the NixOS module mcp.nix",
  summary:
    "The agent's unit has a sandbox in which rootless podman cannot make a user namespace. That shows only after a boot: as long as any podman of the account has left its pause process, every later one joins that process, and the sandbox is not looked at. What tells it apart is the unit's settings, and that there is no pause process. Do not try podman by hand: it works, and hides the incident until the next boot.",
  tags: ["podman", "rootless", "systemd", "sandbox", "reboot", "newuidmap"],
  rig: agentUnitRig({
    samples: [namesResolve, ...healthy],
    allRun,
    pauseLives,
    canaryRows: CANARY_ROWS,
  }),

  steady: [allRun, ...healthy, namesResolve, agentIsActive, pauseLives, ...rowsAreThere],

  fault: [
    step("Reboot rift", {
      why: "Nothing was changed. The pause process ends with the boot, and after it the agent is the first to run podman.",
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
      "systemd counts the unit as half protected, and says nothing of whether it works",
      exposure.prints(/Overall exposure level for mcp-agent\.service: 7\.\d /),
    ),
    fails(namesResolve, "names no longer resolve"),
  ],
  tellsApart: [
    {
      from: "newuidmap-path",
      how: "There PATH is all that is wrong. Here the unit forbids setuid bits, too: with the right PATH the first line stays, and the second says nothing of setuid.",
      ask: unitForbids,
    },
    {
      from: "uid-collision",
      how: "There newuidmap says that the process has another owner; here only that it may not write the map.",
      unless: "Target process is owned by a different user",
      ask: podmanFails,
    },
    {
      from: "uid-change",
      how: "There podman gets as far as its database, which names the old /run/user; here it does not get so far.",
      unless: 'default OCI runtime "crun" not found',
      ask: podmanFails,
    },
  ],
  preconditions: [systemd(rift).isUp(), account(mcp).hasSession(), agentIsActive, podman(mcp).noneRunning()],

  procedures: {
    "strict-sandbox": procedure({
      title: "Take out what breaks podman, keep and add what does not",
      summary:
        "A drop-in with the strictest sandbox in which podman works: what systemd counts as exposed falls from 7.1 to below 5. The drill's agent is a stand-in: if yours does not start, see `journalctl --unit mcp-agent`, and take the other way, `no-sandbox`. To undo it, remove the file, reload and restart.",
      steps: [
        step("Write the drop-in", {
          why: "Its lines stand over those of the unit, which stays as it is.",
          onThePlatform: `${notOnNixos} change mcp.nix before it, see “${nixReference().title}” above.`,
          run: rift.put(sandboxFile, { content: strictDropIn() }),
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
        settings: "podman cannot start a container with them, or an operator's podman would suffer by them",
      },
      endurance: [
        step("Ask every setting", {
          why: "Which of them breaks podman, and which does not, is shown in a table below. The services are stopped for it, and before nearly every question podman is put back to where a boot leaves it: no process, no run directory.",
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
            vade.root.sh`mcp agent recover --node rift`,
          ],
          verify: [allRun, ...healthy],
          within: "60s",
        }),
      ],
    }),
    "no-sandbox": procedure({
      title: "Take the whole sandbox away",
      summary:
        "For whoever has no time to find out which setting it is. It works, and leaves the agent with all that the account may do.",
      steps: [
        step("Write a drop-in that turns everything off", {
          why: "Each line resets one of mcp.nix.",
          onThePlatform: `${notOnNixos} change mcp.nix before it.`,
          run: rift.put(sandboxFile, {
            content: `[Service]
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
`,
          }),
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
    step("Reboot once more, and touch nothing", {
      why: "The incident comes with a boot. Nobody runs podman by hand before the agent does.",
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
  never: [
    "Do not run podman by hand as mcp to see whether it works: it does, the agent does from then on, and the next boot brings the incident back.",
    "Do not believe a sandbox because the service works in it: restart the machine, and let the service be the first to run podman.",
    "Do not leave out settings one by one: four of them break podman, each by itself, so that leaving out one mends nothing.",
  ],
});
