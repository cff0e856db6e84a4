import { account, check, drillOnly, podman, procedure, raw, scenario, step, systemd } from "drillbook";
import {
  aiStackRig,
  brokenScript,
  brokenUnit,
  canariesAreThere,
  causesOfNewuidmap,
  databasesAnswer,
  everythingIsHealthy,
  everythingRuns,
  hyperd,
  plannedReboot,
  postgresWentDown,
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
  "the unit is started with each session (it came with the incident: before, the stack was started by hand)",
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

const journal = hyperd.sh`journalctl --user --boot --unit ${UNIT} --output cat --no-pager --grep ${'newuidmap[:"]'}`;
/** The drill's script says it. */
const startedWithSetuid = drillOnly(
  check(
    "the last start found the newuidmap with the setuid bit",
    hyperd.sh`journalctl --user --unit ${UNIT} --output cat --no-pager --grep ${"^newuidmap is"} --lines 1`.printsExactly(
      `newuidmap is ${WRAPPERS_BIN}/newuidmap`,
    ),
  ),
);

/** After a shutdown that tore mounts away it can stop all, and yet end with 125; of what it says then, the reason. */
const stopAll =
  hyperd.sh`podman stop --all 2>&1 >/dev/null | sed ${"s/.*\\(replacing mount point\\)/\\1/"} >&2; podman ps --quiet`.printsNothing();

const nothingIsForbidden = check(
  "the unit forbids nothing: a setuid bit would take effect",
  hyperd.sh`systemctl --user show --property NoNewPrivileges --value ${UNIT}`.printsExactly("no"),
);

export default scenario({
  id: "newuidmap-path",
  title: "The AI stack starts by hand, but not at boot",
  source: "AI stack fix report of 2026-01-06, rootless podman and systemd start-up",
  summary: `NixOS has newuidmap twice: with its setuid bit in ${WRAPPERS_BIN}, without it in ${SYSTEM_BIN}. A user service and its script found only the second, so at boot podman could make no user namespace, and none of seven containers started. By hand everything works, and then the unit does, too: whoever runs podman first after a boot leaves a pause process that holds the namespace, and all later ones join it without newuidmap. So a start by hand proves nothing; a reboot does.`,
  tags: ["podman", "rootless", "newuidmap", "systemd", "user service", "reboot", "nixos"],
  notWith: {
    podman: { "4.3": "Debian bookworm has no package of pgvector for the stack's PostgreSQL" },
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
      why: "The unit's PATH finds the newuidmap without the setuid bit, and the script takes the PATH that it is given. The trial succeeds all the same: whoever started the stack by hand left podman's pause process, which already holds the user namespace.",
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

  breaks: [...runs, ...healthy, ...databases, unitIsActive, startedWithSetuid],

  symptoms: [
    // What is looked for in a text is newuidmap's own line, which stands alone where something else than podman calls it.
    check(
      "podman may not write the map of UIDs",
      journal.prints(
        /(?<=running `\/run\/current-system\/sw\/bin\/newuidmap \d+ 0 1000 1 1 100000 65536`: )newuidmap: write to uid_map failed: Operation not permitted/,
      ),
    ),
    check(
      "podman says that this newuidmap has no setuid bit",
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
    unitProperty(
      "the unit's PATH finds that one",
      "Environment",
      /^PATH=\/run\/current-system\/sw\/bin:(?!.*\/run\/wrappers\/bin)/,
    ),
    nothingIsForbidden,
    podman(hyperd).noneRunning(),
    systemd(workstation).isUp(),
    check(
      "only the manager of the user's services knows that one has failed",
      hyperd.sh`systemctl --user --failed --plain --no-legend`.prints(
        /^ai-stack-startup\.service loaded failed/m,
      ),
    ),
    check(
      "podman is well in a login, and knows seven containers. Ask it last: it leaves a pause process, which step 3 ends",
      hyperd.sh`podman ps --all --format '{{.Names}} {{.Status}}'`.prints(
        /^(?:local-ai-\S+ Exited \(\d+\) [^\n]*\n?){7}$/,
      ),
    ),
  ],
  tellsApart: [
    {
      from: "agent-unit",
      how: "Only the PATH is wrong, in a unit of an account's own manager. There the unit of a system service has a PATH without the setuid newuidmap, too, but forbids it besides: with the right PATH the same first line comes again, and nothing of setuid after it.",
      unless: /cannot set up namespace using "[^"]*": exit status 1/,
      ask: nothingIsForbidden,
    },
    {
      from: "uid-collision",
      how: "newuidmap may not write the map; there it does not get so far, because it takes the caller for another account.",
      look: /should have setuid or have filecaps setuid/,
      unless: /Target process is owned by a different user|no subuid ranges found/,
    },
  ],

  preconditions: [
    podman(hyperd).noneRunning(),
    hasSession,
    lingers,
    mayMapIds,
    setuidIsInPlace,
    shellFindsIt,
  ],

  procedures: {
    "wrappers-first": procedure({
      title: `Put ${WRAPPERS_BIN} first, in the unit and in the script`,
      summary:
        "What the fix report did. For the next boot either would do. The script, because it is also called without the unit, with the PATH of whoever calls it. The unit, because the script lies in a checkout: an update can put the old one back.",
      steps: [
        step("Mend the script", {
          why: "It takes the PATH of whoever calls it, and then calls podman. It must not depend on who that is.",
          run: hyperd.sh`sed --in-place ${`/^set -euo pipefail$/a ${SCRIPT_LINE}`} ${SCRIPT_FILE}`,
          verify: scriptLooksThere,
        }),
        step("Mend the unit", {
          why: "So that the boot does not depend on one line of a script that is not yours alone. systemd reads a unit again only when it is told to.",
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

  checklist: [unitIsEnabled, unitIsActive, startedWithSetuid, ...runs, ...databases, ...healthy, ...canaries],

  endurance: [
    step("Reboot, and touch nothing", {
      why: "The test that nobody did: the stack must come up by itself. Ask systemd and the services, not podman, until the unit has ended: a podman of yours would make the pause process that the unit's podman has to make.",
      run: workstation.reboot(),
      verify: [systemd(workstation).isUp(), unitIsActive, startedWithSetuid, ...healthy],
      within: "180s",
    }),
    step("See what the reboot did to PostgreSQL", {
      why: "Nobody stopped it. If it was ended in the midst of its work, it recovers out of its write-ahead log, and no row is missing.",
      run: postgresWentDown(/database system was (?:not properly )?shut down/),
      verify: canaries,
    }),
    step("Stop the stack, reboot without the unit, and call the script with a poor PATH", {
      why: "So anything else calls it, as the first to run podman since the boot. Without the line in the script this ends with the error of the incident, however good the unit is. The stack was stopped before, so PostgreSQL went down as it should.",
      run: [
        stopAll,
        hyperd.sh`systemctl --user disable ${UNIT}`,
        workstation.reboot(),
        hyperd.sh`env PATH=${raw(`${SYSTEM_BIN}:/usr/bin:/bin`)} ${SCRIPT_FILE}`.prints(
          `newuidmap is ${WRAPPERS_BIN}/newuidmap`,
        ),
        postgresWentDown(/database system was shut down/),
        hyperd.sh`systemctl --user enable --now ${UNIT}`,
      ],
      verify: [unitIsActive, unitIsEnabled, ...healthy],
      within: "180s",
    }),
    step("Reboot with the script as an update puts it back", {
      why: "The script lies in a checkout. With the old one the boot lives on the unit's PATH alone.",
      run: [
        hyperd.sh`sed --in-place=.mended ${"/^export PATH=/d"} ${SCRIPT_FILE}`,
        stopAll,
        workstation.reboot(),
      ],
      verify: [systemd(workstation).isUp(), unitIsActive, startedWithSetuid, ...healthy],
      within: "180s",
    }),
    step("Put the mended script back", {
      why: "The drill took its line out.",
      run: hyperd.sh`mv ${SCRIPT_FILE}.mended ${SCRIPT_FILE}`,
      verify: scriptLooksThere,
    }),
  ],

  losses: stackLosses(),

  reference: [
    { title: "Which cause is it?", text: causesOfNewuidmap },
    { title: "Before a planned restart", text: plannedReboot },
  ],

  never: [
    "Do not call it repaired because it starts by hand, or because the unit does: while podman's pause process lives no newuidmap is needed. Reboot.",
    `Do not give the newuidmap in ${SYSTEM_BIN} a setuid bit: it lies in NixOS's store, which is read-only and has no such files. ${WRAPPERS_BIN} is there for that.`,
    "Do not run the stack as root to get around it: its data would then belong to other UIDs, and rootless podman could no longer read them.",
    "Do not run `podman system reset`: it deletes every container, image and volume of the account.",
  ],
});
