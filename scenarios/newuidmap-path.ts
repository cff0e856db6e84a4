import { account, check, podman, procedure, raw, scenario, step, systemd } from "#harness";
import {
  aiStackRig,
  brokenScript,
  brokenUnit,
  canariesAreThere,
  databasesAnswer,
  everythingIsHealthy,
  everythingRuns,
  hyperd,
  SCRIPT_FILE,
  SCRIPT_LINE,
  SYSTEM_BIN,
  stackLosses,
  UNIT,
  UNIT_FILE,
  unitProperty,
  WRAPPERS_BIN,
  workstation,
} from "#twin/ai-stack/index.ts";

const runs = everythingRuns();
const healthy = everythingIsHealthy();
const databases = databasesAnswer();
const canaries = canariesAreThere();
const hasSession = account(hyperd).hasSession();

const lingers = check(
  "hyperd has a session from each boot on",
  hyperd.sh`loginctl show-user hyperd --property Linger --value`.printsExactly("yes"),
);
const mayMapIds = check(
  "hyperd has a range of UIDs and of GIDs to map",
  hyperd.sh`grep --no-filename ^hyperd: /etc/subuid /etc/subgid`.printsLines([
    "hyperd:100000:65536",
    "hyperd:100000:65536",
  ]),
);
const setuidIsInPlace = check(
  `newuidmap in ${WRAPPERS_BIN} has its setuid bit`,
  hyperd.sh`ls -l ${WRAPPERS_BIN}/newuidmap`.prints(/^-r-s--x--x /),
);
const shellFindsIt = check(
  "a login finds the newuidmap with the setuid bit",
  hyperd.sh`command -v newuidmap`.printsExactly(`${WRAPPERS_BIN}/newuidmap`),
);

const unitIsActive = unitProperty("the unit has started the stack", "ActiveState", "active");
const unitIsEnabled = check(
  "the unit is started with each session",
  hyperd.sh`systemctl --user is-enabled ${UNIT}`.printsExactly("enabled"),
);
const unitLooksThere = unitProperty(
  `the unit looks for programs in ${WRAPPERS_BIN} first`,
  "Environment",
  new RegExp(`^PATH=${WRAPPERS_BIN}:`),
);
const scriptLooksThere = check(
  `the script looks for programs in ${WRAPPERS_BIN} first, whoever calls it`,
  hyperd.sh`grep --line-regexp --fixed-strings ${SCRIPT_LINE} ${SCRIPT_FILE}`,
);

const journal = hyperd.sh`journalctl --user --unit ${UNIT} --output cat --no-pager --lines 20`;
const startedWithSetuid = check(
  "the last start found the newuidmap with the setuid bit",
  hyperd.sh`journalctl --user --unit ${UNIT} --output cat --no-pager --grep ${"^newuidmap is"} --lines 1`.printsExactly(
    `newuidmap is ${WRAPPERS_BIN}/newuidmap`,
  ),
);

/** Each was reproduced with podman 5.4. */
const causes = `The first line, \`newuidmap: write to uid_map failed: Operation not permitted\`, has several causes. What podman prints next tells which:

| what podman prints | cause |
|---|---|
| \`cannot set up namespace using "…": should have setuid or have filecaps setuid: exit status 1\` | this incident: the newuidmap that is first in PATH has no setuid bit |
| \`cannot set up namespace using "…": exit status 1\`, nothing of setuid | \`NoNewPrivileges=true\` in the unit: no setuid bit takes effect |
| \`Target process is owned by a different user\`, in place of the first line | two accounts have one UID |
| \`no subuid ranges found\`, and it goes on | no line for the account in /etc/subuid and /etc/subgid |

All of them are silent while podman's pause process lives. \`podman system migrate\` ends it, and every running container with it.`;

export default scenario({
  id: "newuidmap-path",
  title: "The AI stack starts by hand, but not at boot",
  source: "AI stack fix report of 2026-01-06, rootless podman and systemd start-up",
  summary: `NixOS has newuidmap twice: with its setuid bit in ${WRAPPERS_BIN}, without it in ${SYSTEM_BIN}. A user service and its script found only the second, so at boot podman could make no user namespace, and none of seven containers started. By hand everything works, and then the unit does, too: whoever runs podman first after a boot leaves a pause process that holds the namespace, and all later ones join it without newuidmap. So a start by hand proves nothing; a reboot does. The words "should have setuid or have filecaps setuid" tell this incident apart from others that begin with the same line.`,
  tags: ["podman", "rootless", "newuidmap", "systemd", "user service", "reboot", "nixos"],
  notWith: {
    "4.3": "Debian bookworm has no package of pgvector for the stack's PostgreSQL",
  },
  rig: aiStackRig(),

  steady: [
    hasSession,
    lingers,
    mayMapIds,
    setuidIsInPlace,
    shellFindsIt,
    ...runs,
    ...databases,
    ...healthy,
    ...canaries,
  ],

  fault: [
    step("Have a user service start the stack, and try it by hand", {
      why: "Its PATH has no setuid newuidmap, and neither has the script's. The trial succeeds all the same: whoever started the stack by hand left podman's pause process, which already holds the user namespace.",
      run: [
        workstation.put(SCRIPT_FILE, { content: brokenScript, mode: "0755", owner: "hyperd:hyperd" }),
        workstation.put(UNIT_FILE, { content: brokenUnit, owner: "hyperd:hyperd" }),
        hyperd.sh`systemctl --user daemon-reload && systemctl --user enable --now ${UNIT}`,
      ],
      verify: [unitIsActive, unitIsEnabled],
      within: "60s",
    }),
    step("Reboot", {
      why: "The pause process is gone, and the unit is the first since the boot to run podman.",
      run: workstation.reboot(),
      verify: [systemd(workstation).isUp(), unitProperty("the unit has failed", "ActiveState", "failed")],
      within: "120s",
    }),
  ],

  breaks: [
    ...runs,
    ...healthy,
    ...databases,
    unitIsActive,
    unitLooksThere,
    scriptLooksThere,
    startedWithSetuid,
  ],

  symptoms: [
    check(
      "podman may not write the map of UIDs",
      journal.prints(
        /running `\/run\/current-system\/sw\/bin\/newuidmap \d+ 0 1000 1 1 100000 65536`: newuidmap: write to uid_map failed: Operation not permitted/,
      ),
    ),
    check(
      "and says that its newuidmap has no setuid bit",
      journal.prints(
        /cannot set up namespace using "\/run\/current-system\/sw\/bin\/newuidmap": should have setuid or have filecaps setuid: exit status 1/,
      ),
    ),
    check(
      "there are two of them, and the bit is missing from the one that the unit finds",
      hyperd.sh`ls -l ${SYSTEM_BIN}/newuidmap ${WRAPPERS_BIN}/newuidmap`.prints(
        /^-r-xr-xr-x .* \/run\/current-system\/sw\/bin\/newuidmap\n-r-s--x--x .* \/run\/wrappers\/bin\/newuidmap$/m,
      ),
    ),
    podman(hyperd).noneRunning(),
    systemd(workstation).isUp(),
    check(
      "only the manager of the user's services knows that one has failed",
      hyperd.sh`systemctl --user --failed --plain --no-legend`.prints(
        /^ai-stack-startup\.service loaded failed/m,
      ),
    ),
    check(
      "in a login podman is well, and knows seven containers",
      hyperd.sh`podman ps --all --format '{{.Names}}' | wc --lines`.printsExactly("7"),
    ),
  ],

  preconditions: [hasSession, lingers, mayMapIds, setuidIsInPlace, shellFindsIt],

  procedures: {
    "wrappers-first": procedure({
      title: `Put ${WRAPPERS_BIN} first, in the unit and in the script`,
      summary:
        "What the fix report did. For the boot either would do. Both, because the dashboard's button calls the script without the unit, and whatever the unit comes to call beside the script has the unit's PATH.",
      steps: [
        step("Mend the script", {
          why: "It takes the PATH of whoever calls it, and then calls podman. It must not depend on who that is.",
          run: hyperd.sh`sed --in-place ${`/^set -euo pipefail$/a ${SCRIPT_LINE}`} ${SCRIPT_FILE}`,
          verify: scriptLooksThere,
        }),
        step("Mend the unit", {
          why: "So that whatever else it comes to call finds the right newuidmap. systemd reads a unit again only when it is told to.",
          run: [
            hyperd.sh`sed --in-place ${`s|^Environment="PATH=|&${WRAPPERS_BIN}:|`} ${UNIT_FILE}`,
            hyperd.sh`systemctl --user daemon-reload`,
          ],
          verify: unitLooksThere,
        }),
        step("End podman's pause process, and have the unit start the stack", {
          why: "Whoever looked around with podman since the boot left that process, and with it the unit starts even with a wrong PATH. Without it the start is as it will be at the next boot. Nothing runs now that this could stop.",
          run: [hyperd.sh`podman system migrate`, hyperd.sh`systemctl --user restart ${UNIT}`],
          verify: [unitIsActive, startedWithSetuid, ...healthy],
          within: "120s",
        }),
      ],
    }),
  },

  checklist: [
    unitIsEnabled,
    unitLooksThere,
    scriptLooksThere,
    unitIsActive,
    startedWithSetuid,
    ...runs,
    ...databases,
    ...healthy,
    ...canaries,
  ],

  endurance: [
    step("Reboot, and touch nothing", {
      why: "The test that nobody did: the stack must come up by itself. Ask systemd and the services, not podman, until the unit has ended: a podman of yours would make the pause process that the unit's podman has to make.",
      run: workstation.reboot(),
      verify: [systemd(workstation).isUp(), unitIsActive, startedWithSetuid, ...healthy],
      within: "180s",
    }),
    step("Reboot without the unit, and call the script with a poor PATH", {
      why: "So the dashboard's button does it, as the first to run podman since the boot. Without the line in the script this ends with the error of the incident, however good the unit is.",
      run: [
        hyperd.sh`systemctl --user disable ${UNIT}`,
        workstation.reboot(),
        hyperd.sh`env PATH=${raw(`${SYSTEM_BIN}:/usr/bin:/bin`)} ${SCRIPT_FILE}`.prints(
          `newuidmap is ${WRAPPERS_BIN}/newuidmap`,
        ),
        hyperd.sh`systemctl --user enable --now ${UNIT}`,
      ],
      verify: [unitIsActive, unitIsEnabled, ...healthy],
      within: "180s",
    }),
  ],

  losses: stackLosses(),

  reference: [{ title: "Which cause is it?", text: causes }],

  never: [
    "Do not call it repaired because it starts by hand, or because the unit does: while podman's pause process lives no newuidmap is needed. Reboot.",
    `Do not give the newuidmap in ${SYSTEM_BIN} a setuid bit: it lies in NixOS's store, which is read-only and has no such files. ${WRAPPERS_BIN} is there for that.`,
    "Do not run the stack as root to get around it: its data would then belong to other UIDs, and rootless podman could no longer read them.",
    "Do not run `podman system reset`: it deletes every container, image and volume of the account.",
  ],
});
