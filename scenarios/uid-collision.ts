import {
  account,
  asserts,
  check,
  drillOnly,
  fails,
  files,
  lasting,
  loss,
  podman,
  procedure,
  reproduces,
  type Scenario,
  scenario,
  step,
  systemd,
} from "drillbook";
import { ACCOUNTS_FILE, orion, podmanDatabase, startsNot, startsNotAgain } from "#twin/metacircular/index.ts";
import {
  breakBothRules,
  noSharedUid,
  pinIsFree,
  watchForSharedUids,
} from "#twin/metacircular/unique-uids/check-uids.ts";
import {
  beforePinning,
  whichSymptom,
  whichSymptomWithPodman58,
} from "#twin/metacircular/unique-uids/reference.ts";
import {
  collide,
  endSession,
  isTakenFor,
  killWithoutAgent,
  podmanHasItsRange,
  podmanRefusesMcp,
  podmanRefusesWithoutUserToo,
  podmanStartsNothing,
  podmanTakesItselfForSshd,
  podmanTakesUserForSshd,
  sessionIsItsOwn,
  sessionIsSshds,
} from "#twin/metacircular/unique-uids/shared-uid.ts";
import {
  agentRuns,
  emptyMountPoints,
  everyMachine,
  mcp,
  queue,
  sshAnswers,
  workerRig,
} from "#twin/metacircular/unique-uids/worker-rig.ts";
import { incident, nix } from "./claims/index.ts";

const SHARED_UID = 995;
const CANARY_ROWS = 100;
/** The new UID of the other account: outside the range of automatic assignment, and free everywhere. */
const sshd = { name: "sshd", uid: 822 };
/** An account that should not be moved: a move costs every container. */
const newMcp = { name: "mcp", uid: 850 };

const aside = `${podmanDatabase}.before-move`;
const others = everyMachine.filter((machine) => machine !== orion);
const declaration = `
# Pinned, because automatic assignment gave sshd the UID of mcp.
[users.sshd]
uid = ${sshd.uid}
gid = 65534
group = "nogroup"
home = "/run/sshd"
`;

const twoAccounts = /^sshd:x:995:65534:.*\nmcp:x:995:988:/m;

const newSession = (uid: number) =>
  step("Begin a new session, and start the agent", {
    why: "The old session was sshd's. A pause process with the wrong namespace ended with it; otherwise every podman command would use it again.",
    run: orion.root.sh`systemctl start user@${uid}.service mcp-agent.service`,
    verify: [sessionIsItsOwn, podmanHasItsRange(), agentRuns],
  });

const movingSshd = {
  why: "Choose a number between 800 and 899 that is free on every machine. Automatic assignment counts down from 999 and would reach them after a hundred accounts. No file is given to the new UID: all files of 995 are mcp's.",
  run: orion.root.sh`usermod --uid ${sshd.uid} sshd`,
  verify: [isTakenFor("mcp", SHARED_UID), noSharedUid(orion), sshAnswers()],
};
const moveSshd = step("Move sshd", movingSshd);

const idNamesAnother = check(
  "id names another account than the one in its argument. If your system shows another UID or account, replace 995 and sshd on the whole page",
  orion.root.sh`id mcp`.prints(/^uid=995\(sshd\) gid=988\(mcp\)/),
);
const podmanRefused = podmanRefusesMcp(SHARED_UID);
const podmanFails = podmanTakesItselfForSshd(SHARED_UID);
const startsNothing = podmanStartsNothing(SHARED_UID);
const podmanRefuses = podmanRefusesWithoutUserToo(SHARED_UID);
const differentUser = "is owned by a different user: uid:";

const usual = scenario({
  id: "uid-collision",
  title: "Podman's account shares its UID with another account",
  source: "Metacircular post-mortem of 2026-04-03, step 1",
  summary:
    "On orion sshd had been given UID 995 automatically, and then mcp was pinned to it. The order in /etc/passwd decides which account the UID stands for. With mcp first everything works; with sshd first podman cannot make its namespace. A rebuild can change the order, and the failure shows at the next reboot.",
  tags: ["podman", "rootless", "uid", "newuidmap"],
  rig: workerRig({ rows: CANARY_ROWS, uid: SHARED_UID }),

  steady: [
    account(mcp).hasUid(SHARED_UID),
    ...everyMachine.map(noSharedUid),
    sessionIsItsOwn,
    podmanHasItsRange(),
    queue.isHealthy(),
    queue.hasRows(CANARY_ROWS),
    sshAnswers(),
    agentRuns,
  ],

  fault: collide(SHARED_UID),
  breaks: [noSharedUid(orion), podmanHasItsRange(), queue.isHealthy()],

  symptoms: [
    idNamesAnother,
    check(
      "two accounts have the UID",
      orion.root.sh`getent passwd | awk -F: '$3 == ${SHARED_UID}'`.prints(twoAccounts),
    ),
    sessionIsSshds,
    podmanRefused,
    podman(mcp).noneRunning(),
    fails(queue.isHealthy(), "mcq does not answer"),
    sshAnswers("orion's ssh server still answers"),
    podmanTakesUserForSshd,
    podmanFails,
    startsNothing,
  ],

  tellsApart: [
    {
      from: "uid-change",
      how: "The account still has its old UID, but shares it. There the account has a new UID, and podman complains of a directory of the old one.",
      unless:
        /default OCI runtime .* not found|RunRoot is pointing to a path|mkdir \/run\/user\/\d+: permission denied/,
      ask: idNamesAnother,
    },
    {
      from: "newuidmap-path",
      how: "newuidmap could write the map, but refuses because it takes the caller for another account; there it cannot write the map.",
      look: differentUser,
      unless: "should have setuid or have filecaps setuid",
      ask: idNamesAnother,
    },
    {
      from: "agent-unit",
      how: "newuidmap takes the caller for another account, even in a shell of mcp. There podman fails only in the unit, whose sandbox removes newuidmap's right to write the map.",
      look: differentUser,
      unless: "newuidmap: write to uid_map failed",
      ask: idNamesAnother,
    },
    {
      from: "/proc is mounted with a group of its own (gid=)",
      alike: podmanRefused,
      how: "In newuidmap's line, pw_gid has the group of another account. There pw_gid has the caller's group, and st_gid has another one.",
      unless: /owned by a different user: .*\bgid:(\d+) pw_gid:\1 /,
      ask: idNamesAnother,
    },
    {
      from: "the account has no line in /etc/subuid",
      alike: podmanFails,
      how: "Podman and id name another account than the caller; there they name the caller.",
      unless: "cannot find UID/GID for user mcp",
      ask: idNamesAnother,
    },
  ],

  preconditions: [podman(mcp).noneRunning(), ...everyMachine.map((machine) => pinIsFree(machine, sshd))],

  procedures: {
    "move-sshd": procedure({
      title: "Give the other account another UID",
      summary:
        "sshd owns no file and keeps no process, so its UID can be any number. mcp's UID is in podman's database, in the storage and on all of /srv. Every container comes back unchanged.",
      steps: [
        endSession(
          SHARED_UID,
          "usermod refuses while any process has the UID, of either account. No container runs any more. An open shell of mcp ends with the rest: open it anew at step 5.",
        ),
        step("Move sshd", {
          ...movingSshd,
          otherwise: {
            look: "`usermod` names the process that still has the UID.",
            goOnAt: "Stop the agent, and end everything else that runs as UID 995",
          },
        }),
        step("Pin it in the declaration", {
          why: "Two declared accounts cannot share a UID: such a declaration is refused.",
          onThePlatform:
            "Write the option below into orion's configuration before the rebuild. The account already has that UID, so the rebuild only keeps it.",
          lasting: lasting({ nixos: `users.users.sshd.uid = ${sshd.uid};` }),
          run: [
            orion.root.sh`cat >> ${ACCOUNTS_FILE}`.withInput(declaration).typedAs(""),
            orion.root.sh`apply-accounts 2>&1`.printsNothing().typedAs("nixos-rebuild switch"),
          ],
          verify: [
            check("sshd keeps its new UID", orion.root.sh`id --user sshd`.printsExactly(String(sshd.uid))),
            drillOnly(
              check(
                "sshd is declared",
                orion.root
                  .sh`grep --after-context=1 --fixed-strings '[users.sshd]' ${ACCOUNTS_FILE}`.printsLines([
                  "[users.sshd]",
                  `uid = ${sshd.uid}`,
                ]),
              ),
            ),
          ],
        }),
        newSession(SHARED_UID),
        step("Start mcq", {
          why: "Podman's database was not changed, so the container is the original one. First the remains of failed starts are removed from its mount points: with them the next `podman stop` fails.",
          run: [emptyMountPoints, mcp.sh`podman start ${queue.name}`],
          verify: queue.isHealthy(),
          otherwise: startsNotAgain(queue.name),
        }),
        watchForSharedUids(orion, [sshd], others),
      ],
      endurance: [
        step("Declare the shared UID again", {
          why: "It is refused, and the message names both accounts.",
          run: orion.root.sh`apply-accounts --set sshd.uid=${SHARED_UID}`
            .typedAs("nixos-rebuild switch")
            .exits(78, /mcp and sshd both have UID 995; give one of them another/),
          verify: noSharedUid(orion),
        }),
        step("Ask whether another account may be pinned to the same UID", {
          why: "It may not, and the check names the account that has the UID.",
          run: orion.root.sh`check-uids --before other=${sshd.uid}`.exits(
            1,
            /check-uids: UID 822 is pinned for other, and sshd has it/,
          ),
          verify: noSharedUid(orion),
        }),
      ],
    }),
    "move-mcp": procedure({
      title: "Give mcp another UID",
      summary:
        "Similar to what the post-mortem's operators did. It caused the rest of the incident: the data has to be re-owned, and podman loses its containers.",
      steps: [
        endSession(
          SHARED_UID,
          "usermod refuses while a process has the UID. An open shell of mcp ends with the rest: open it anew at step 4.",
        ),
        step("Move mcp", {
          why: "usermod re-owns the home directory, and with it podman's storage. It takes the files of both accounts for mcp's, which is correct here.",
          onThePlatform: "Write the option below into orion's configuration before the rebuild.",
          lasting: lasting({ nixos: `users.users.mcp.uid = ${newMcp.uid};` }),
          run: [
            orion.root.sh`usermod --uid ${newMcp.uid} mcp`,
            orion.root.sh`apply-accounts --set mcp.uid=${newMcp.uid}`.typedAs("nixos-rebuild switch"),
          ],
          verify: [account(mcp).hasUid(newMcp.uid), noSharedUid(orion)],
          otherwise: {
            look: "`usermod` names the process that still has the UID.",
            goOnAt: "Stop the agent, and end everything else that runs as UID 995",
          },
        }),
        step("Give the data back to mcp", {
          why: "usermod re-owns nothing outside the home directory: files that stay with 995 are now sshd's. A file system that is mounted below /srv is not searched: `findmnt --list --output TARGET` names it; repeat the command and its check with its folder.",
          run: orion.root
            .sh`find /srv -xdev -uid ${SHARED_UID} -exec chown --no-dereference ${newMcp.uid} {} +`,
          verify: files(orion, "/srv").noneOwnedBy(SHARED_UID),
        }),
        step("Put podman's database aside", {
          why: "It names /run/user/995 in its configuration and in each container's row. Podman makes a new one, without the containers.",
          run: mcp.sh`mv ${podmanDatabase} ${aside}`,
          verify: check("it is kept", mcp.sh`test -s ${aside}`),
          otherwise: "`fuser` with the name of the database, as root, names the process that holds it.",
        }),
        step("Have the agent's unit name the new UID", {
          why: "It gives the agent /run/user/995, which does not exist any more.",
          onThePlatform: "The unit is made from mcp.nix: write 850 in place of 995 there before the rebuild.",
          run: orion.root
            .sh`sed --in-place ${`s/\\b${SHARED_UID}\\b/${newMcp.uid}/g`} /etc/systemd/system/mcp-agent.service && systemctl daemon-reload`.typedAs(
            "nixos-rebuild switch",
          ),
          verify: check(
            "the agent's unit names no directory of the old UID",
            orion.root.sh`systemctl show --property=Environment --value mcp-agent`.prints(
              `XDG_RUNTIME_DIR=/run/user/${newMcp.uid}`,
            ),
          ),
        }),
        newSession(newMcp.uid),
        step("Create mcq again", {
          why: "It is created from its definition. The remains of the old container still hold the name. Podman does not remove them (`replacing mount point … directory not empty`) while a file is in their mount point; a failed start may leave one there.",
          run: [emptyMountPoints, mcp.sh`podman rm --force ${queue.name} && ${queue.podmanRun}`],
          verify: queue.isHealthy(),
          otherwise: startsNot(queue.name),
        }),
        watchForSharedUids(orion, [newMcp], others),
      ],
      notWith: {
        podman: {
          "4.3":
            "podman 4 keeps its containers in another database, libpod/bolt_state.db; these commands are for podman 5's database",
        },
      },
      loses: { containers: "the database that lists them is put aside; mcq is created again under its name" },
    }),
    "kill-without-agent": procedure({
      title: "Kill what runs as the UID, and move sshd",
      summary: "It is the first procedure without the stop of the agent.",
      steps: [killWithoutAgent(SHARED_UID), moveSshd],
      mustFail: {
        at: moveSshd,
        because:
          "systemd starts the agent again five seconds after the kill, and usermod refuses while a process has the UID, of either account.",
      },
    }),
  },

  checklist: [
    noSharedUid(orion),
    sessionIsItsOwn,
    podmanHasItsRange(),
    queue.isHealthy(),
    queue.hasRows(CANARY_ROWS),
    sshAnswers(),
    check("id names mcp", orion.root.sh`id --user --name mcp`.printsExactly("mcp")),
    agentRuns,
  ],

  endurance: [
    step("Stop mcq and start it again", {
      why: "A container that was started over the remains of a failed start runs, but its next stop ends with an error (`replacing mount point … directory not empty`).",
      run: [mcp.sh`podman stop ${queue.name}`, mcp.sh`podman start ${queue.name}`],
      verify: queue.isHealthy(),
    }),
    step("Rebuild and reboot", {
      why: "The order of the accounts may change again, and must no longer matter.",
      run: [
        orion.root.sh`apply-accounts 2>&1`.printsNothing().typedAs("nixos-rebuild switch"),
        orion.root.sh`sort --field-separator=: --key=3,3n --key=1,1r --output=/etc/passwd /etc/passwd`,
        orion.reboot(),
        mcp.sh`podman start ${queue.name}`,
      ],
      verify: [queue.isHealthy(), podmanHasItsRange()],
      within: "60s",
    }),
    step("Make an account with a UID that is taken", {
      why: "The machine must report it without a request, before the next reboot.",
      run: orion.root.sh`useradd --non-unique --uid "$(id --user sshd)" --no-create-home late 2>&1`,
      verify: check(
        "the machine says that a UID is shared",
        orion.root
          .sh`journalctl --unit=check-uids.service --boot --output=cat --no-pager | grep shared`.prints(
          /check-uids: UID \d+ is shared by (sshd and late|late and sshd)/,
        ),
      ),
    }),
    step("Remove it", {
      why: "The machine checks again, and reports nothing.",
      run: orion.root.sh`userdel late`,
      verify: [systemd(orion).isUp(), noSharedUid(orion)],
    }),
    ...breakBothRules(others, sshd),
  ],

  losses: [loss.containers(mcp), loss.images(mcp), queue.losesRows(), loss.files(orion.root, queue.dataDir)],

  reference: [
    { title: "Which symptom, and when", text: whichSymptom },
    { title: "Before a UID is pinned", text: beforePinning },
  ],

  claims: [
    reproduces(idNamesAnother, incident(2)),
    reproduces("two accounts have the UID", incident(1)),
    reproduces(podmanRefused, incident(3)),
    asserts(pinIsFree(orion, sshd), incident(4)),
    asserts(podmanHasItsRange(), nix(128)),
    reproduces("move-sshd", incident(52)),
    reproduces("kill-without-agent", nix(135)),
    reproduces("move-mcp", incident(51, 53)),
    reproduces("Install the system, and sshd with it, before the platform", incident(47)),
  ],
  never: [
    "Never change mcp's UID to free the number: podman's database, its storage and all of /srv depend on it. The second procedure changes it, and costs every container.",
    "Do not run `pkill --user sshd`, `loginctl terminate-user sshd` or `find / -uid 995 -exec chown` while the two accounts share a UID. Step 1 is the exception, because no process of mcp runs then. To the kernel, mcp's containers and data are sshd's, too.",
  ],
});

// Podman 5.8 does not take itself for sshd, so it shows another symptom.
export default {
  ...usual,
  with: {
    podman: {
      "5.8": {
        symptoms: usual.symptoms
          .filter((one) => one !== podmanTakesUserForSshd && one !== startsNothing)
          .map((one) => (one === podmanFails ? podmanRefuses : one)),
        // There a line that is missing in /etc/subuid has another message.
        tellsApart: (usual.tellsApart ?? []).filter(({ alike }) => alike !== podmanFails),
        reference: [
          { title: "Which symptom, and when", text: [whichSymptomWithPodman58] },
          { title: "Before a UID is pinned", text: [beforePinning] },
        ],
      },
    },
  },
} satisfies Scenario;
