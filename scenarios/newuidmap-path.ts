import {
  account,
  asserts,
  check,
  drillOnly,
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
import { aiStack } from "./claims/index.ts";

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
const gidHelperHasIt = check(
  `newgidmap in ${WRAPPERS_BIN} has its setuid bit`,
  hyperd.sh`ls -l ${WRAPPERS_BIN}/newgidmap`.prints(/^-r-s--x--x /),
);
const targetOrdersNothing = drillOnly(
  check(
    "the user's manager knows no network-online.target",
    hyperd.sh`systemctl --user show --property LoadState --value network-online.target`.printsExactly(
      "not-found",
    ),
  ),
);
const shellFindsIt = check(
  "a login finds the newuidmap with the setuid bit",
  hyperd.sh`command -v newuidmap`.printsExactly(`${WRAPPERS_BIN}/newuidmap`),
);

const unitIsActive = unitProperty("the unit has started the stack", "ActiveState", "active");
const unitIsEnabled = check(
  "the unit is started with each session (the unit is new in the incident: before, the stack was started by hand)",
  hyperd.sh`systemctl --user is-enabled ${UNIT}`.printsExactly("enabled"),
);
const unitLooksThere = unitProperty(
  `the unit looks for programs in ${WRAPPERS_BIN} first`,
  "Environment",
  new RegExp(`^PATH=${WRAPPERS_BIN}:`),
);
const scriptLooksThere = check(
  `the script looks for programs in ${WRAPPERS_BIN} first, with any PATH of the caller`,
  hyperd.sh`grep --line-regexp --fixed-strings ${SCRIPT_LINE} ${SCRIPT_FILE}`,
);

const journal = hyperd.sh`journalctl --user --boot --unit ${UNIT} --output cat --no-pager --grep ${'newuidmap[:"]'}`;
/** The drill's script prints it. */
const startedWithSetuid = drillOnly(
  check(
    "the last start found the newuidmap with the setuid bit",
    hyperd.sh`journalctl --user --unit ${UNIT} --output cat --no-pager --grep ${"^newuidmap is"} --lines 1`.printsExactly(
      `newuidmap is ${WRAPPERS_BIN}/newuidmap`,
    ),
  ),
);

/** After a shutdown that tore mounts away it can stop all containers, and still end with 125; of its message then, the reason. */
const stopAll =
  hyperd.sh`podman stop --all 2>&1 >/dev/null | sed ${"s/.*\\(replacing mount point\\)/\\1/"} >&2; podman ps --quiet`.printsNothing();

const nothingIsForbidden = check(
  "the unit has no restriction that would disable a setuid bit",
  hyperd.sh`systemctl --user show --property NoNewPrivileges --value ${UNIT}`.printsExactly("no"),
);

const saysNoSetuid = check(
  "podman says that this newuidmap has no setuid bit",
  journal.prints(
    /cannot set up namespace using "\/run\/current-system\/sw\/bin\/newuidmap": should have setuid or have filecaps setuid: exit status 1/,
  ),
);

const twoExist = check(
  "two newuidmaps exist, and the one that the unit finds lacks the bit",
  hyperd.sh`ls -l ${SYSTEM_BIN}/newuidmap ${WRAPPERS_BIN}/newuidmap`.prints(
    /^-r-xr-xr-x .* \/run\/current-system\/sw\/bin\/newuidmap\n-r-s--x--x .* \/run\/wrappers\/bin\/newuidmap$/m,
  ),
);

export default scenario({
  id: "newuidmap-path",
  title: "The AI stack starts by hand, but not at boot",
  source: "AI stack fix report of 2026-01-06, rootless podman and systemd start-up",
  summary: `NixOS has newuidmap twice: with its setuid bit in ${WRAPPERS_BIN}, without it in ${SYSTEM_BIN}. A user service and its script found only the second. At boot podman could make no user namespace, and none of seven containers started. After one start by hand the unit works, too: the first podman after a boot leaves a pause process that holds the namespace. All later podmans join it without newuidmap. A start by hand therefore proves nothing; a start without that process does, as at a boot.`,
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
    gidHelperHasIt,
    targetOrdersNothing,
    shellFindsIt,
    ...runs,
    ...databases,
    ...healthy,
    ...canaries,
  ],

  fault: [
    step("Have a user service start the stack, and try it by hand", {
      why: "The unit's PATH finds the newuidmap without the setuid bit, and the script uses its caller's PATH. The trial still succeeds: the earlier start by hand left podman's pause process, which already holds the user namespace.",
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
    // The symptom in a text is newuidmap's own line, which stands alone where another program than podman calls it.
    check(
      "podman may not write the map of UIDs",
      journal.prints(
        /(?<=running `\/run\/current-system\/sw\/bin\/newuidmap \d+ 0 1000 1 1 100000 65536`: )newuidmap: write to uid_map failed: Operation not permitted/,
      ),
    ),
    saysNoSetuid,
    twoExist,
    unitProperty(
      "the unit's PATH finds that one",
      "Environment",
      /^PATH=\/run\/current-system\/sw\/bin:(?!.*\/run\/wrappers\/bin)/,
    ),
    nothingIsForbidden,
    podman(hyperd).noneRunning(),
    // A unit of the host that failed for another reason does not speak against the incident.
    drillOnly(systemd(workstation).isUp()),
    check(
      "only the manager of the user's services shows the failed unit",
      hyperd.sh`systemctl --user --failed --plain --no-legend`.prints(
        /^ai-stack-startup\.service loaded failed/m,
      ),
    ),
    check(
      "podman works in a login, and knows seven containers. Ask it last: it leaves a pause process, which step 3 ends",
      hyperd.sh`podman ps --all --format '{{.Names}} {{.Status}}'`.prints(
        /^(?:local-ai-\S+ Exited \(\d+\) [^\n]*\n?){7}$/,
      ),
    ),
  ],
  tellsApart: [
    {
      from: "agent-unit",
      how: "Only the PATH is wrong, in a unit of an account's own manager. There the unit of a system service has a PATH without the setuid newuidmap, too, and also forbids setuid bits. With the right PATH the same first line appears again, without a line on setuid after it.",
      unless: 'newuidmap": exit status 1',
      ask: nothingIsForbidden,
    },
    {
      from: "uid-collision",
      how: "newuidmap may not write the map; there it fails earlier, because it sees the caller as another account.",
      look: /should have setuid or have filecaps setuid/,
      unless: /Target process is owned by a different user|no subuid ranges found/,
      ask: saysNoSetuid,
    },
    {
      from: "newuidmap has lost its setuid bit and its file capability (a copy, an archive, an image)",
      alike: saysNoSetuid,
      how: `A newuidmap with its bit exists, in ${WRAPPERS_BIN}; there none has it, so no PATH helps: the package is to be installed again, or NixOS to be rebuilt.`,
      ask: twoExist,
    },
    {
      from: "no folder of PATH has a newuidmap",
      how: "The unit finds a newuidmap, which podman names with its path; there it finds none.",
      unless: /exec: "newuidmap": executable file not found in \$PATH/,
      ask: saysNoSetuid,
    },
  ],

  preconditions: [
    podman(hyperd).noneRunning(),
    hasSession,
    lingers,
    mayMapIds,
    setuidIsInPlace,
    gidHelperHasIt,
    shellFindsIt,
  ],

  procedures: {
    "wrappers-first": procedure({
      title: `Put ${WRAPPERS_BIN} first, in the unit and in the script`,
      summary:
        "What the fix report did. For the next boot one of the two changes would be enough. The script needs it, because it is also called without the unit, with any PATH. The unit needs it, because the script is in a checkout: an update can restore the old one.",
      steps: [
        step("Correct the script", {
          why: "It uses its caller's PATH, and then calls podman. It must not depend on the caller.",
          run: hyperd.sh`sed --in-place ${`/^set -euo pipefail$/a ${SCRIPT_LINE}`} ${SCRIPT_FILE}`,
          verify: scriptLooksThere,
          otherwise:
            "Where the script has no line `set -euo pipefail`, write the line that the check looks for below its first line.",
        }),
        step("Correct the unit", {
          why: "The boot must not depend on one line of a shared script. systemd reads a unit again only after a daemon-reload. Correct the unit's template in the checkout, below templates/systemd, in the same way: a new set-up writes the unit from it.",
          run: [
            hyperd.sh`sed --in-place ${`s|^Environment="\\?PATH=|&${WRAPPERS_BIN}:|`} ${UNIT_FILE}`,
            hyperd.sh`systemctl --user daemon-reload`,
          ],
          verify: unitLooksThere,
          otherwise:
            "`systemctl --user cat` with the unit shows the lines that hold, and the files that they come from.",
        }),
        step("End podman's pause process, and have the unit start the stack", {
          why: "An earlier podman since the boot left that process, and with it the unit starts even with a wrong PATH. Without it the start is the same as at the next boot. No container runs now, so this stops none.",
          run: [hyperd.sh`podman system migrate`, hyperd.sh`systemctl --user restart ${UNIT}`],
          verify: [unitIsActive, startedWithSetuid, ...healthy],
          within: "120s",
          otherwise: "`journalctl --user --boot` shows which newuidmap the unit found, and what it said.",
        }),
      ],
    }),
  },

  checklist: [unitIsEnabled, unitIsActive, startedWithSetuid, ...runs, ...databases, ...healthy, ...canaries],

  endurance: [
    step("Reboot, and touch nothing", {
      why: "This test was missing in the incident: the stack must start without an operator. Until the unit has ended, ask systemd and the services, not podman. Your podman would make the pause process that the unit's podman has to make.",
      run: workstation.reboot(),
      verify: [systemd(workstation).isUp(), unitIsActive, startedWithSetuid, ...healthy],
      within: "180s",
    }),
    step("See what the reboot did to PostgreSQL", {
      why: "PostgreSQL was not stopped before the reboot. If it was killed while it worked, it recovers from its write-ahead log, and no row is missing.",
      run: postgresWentDown(/database system was (?:not properly )?shut down/),
      verify: canaries,
    }),
    step("Stop the stack, reboot without the unit, and call the script with a poor PATH", {
      why: "This is a call without the unit, as the first podman since the boot. Without the line in the script it ends with the error of the incident, even if the unit is right. The stack was stopped before, so PostgreSQL shut down properly.",
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
      why: "The script is in a checkout. With the old script the boot depends on the unit's PATH alone.",
      run: [
        hyperd.sh`sed --in-place=.mended ${"/^export PATH=/d"} ${SCRIPT_FILE}`,
        stopAll,
        workstation.reboot(),
      ],
      verify: [systemd(workstation).isUp(), unitIsActive, startedWithSetuid, ...healthy],
      within: "180s",
    }),
    step("Put the corrected script back", {
      why: "The drill removed its line.",
      run: hyperd.sh`mv ${SCRIPT_FILE}.mended ${SCRIPT_FILE}`,
      verify: scriptLooksThere,
    }),
  ],

  losses: stackLosses(),

  reference: [
    { title: "Which cause is it?", text: causesOfNewuidmap },
    { title: "Before a planned restart", text: plannedReboot },
  ],

  claims: [
    reproduces("podman may not write the map of UIDs", aiStack(219)),
    reproduces("podman says that this newuidmap has no setuid bit", aiStack(220)),
    reproduces("two newuidmaps exist, and the one that the unit finds lacks the bit", aiStack(221)),
    reproduces("the unit's PATH finds that one", aiStack(222)),
    reproduces("Stop the stack, reboot without the unit, and call the script with a poor PATH", aiStack(223)),
    reproduces(unitLooksThere, aiStack(224)),
    reproduces(scriptLooksThere, aiStack(225)),
    asserts(unitIsActive, aiStack(229, 243)),
    reproduces("wrappers-first", aiStack(230)),
    asserts("wrappers-first", aiStack(231, 232, 234, 235)),
    asserts(shellFindsIt, aiStack(238, 242)),
    reproduces("Reboot, and touch nothing", aiStack(239, 249)),
    asserts(gidHelperHasIt, aiStack(240)),
    refutes(
      targetOrdersNothing,
      aiStack(227),
      "A user's manager has no network-online.target, so the line orders nothing.",
    ),
    asserts(mayMapIds, aiStack(241)),
    asserts(startedWithSetuid, aiStack(245)),
    refutes(
      "Have a user service start the stack, and try it by hand",
      aiStack(248),
      "A start by hand proves nothing: the first podman after a boot leaves a pause process, and later starts join it without newuidmap.",
    ),
  ],
  never: [
    "Do not call it repaired because a start by hand works, or a start of the unit while podman's pause process lives: newuidmap is not needed then. Step 3 ends that process before the start.",
    `Do not give the newuidmap in ${SYSTEM_BIN} a setuid bit: it is in NixOS's store, which is read-only and allows no setuid files. ${WRAPPERS_BIN} exists for that.`,
    "Do not run the stack as root as a workaround: its data would then belong to other UIDs, and rootless podman could no longer read them.",
    "Do not run `podman system reset`: it deletes every container, image and volume of the account.",
  ],
});
