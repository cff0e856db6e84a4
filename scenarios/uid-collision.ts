import {
  account,
  check,
  drillOnly,
  fails,
  files,
  loss,
  podman,
  procedure,
  type Scenario,
  scenario,
  step,
  systemd,
} from "drillbook";
import { ACCOUNTS_FILE, orion, podmanDatabase } from "#twin/metacircular/index.ts";
import {
  breakBothRules,
  nobodySharesAUid,
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
  podmanHasItsRange,
  podmanRefusesMcp,
  podmanRefusesWithoutUserToo,
  podmanTakesItselfForSshd,
  podmanTakesUserForSshd,
  sessionIsItsOwn,
  sessionIsSshds,
} from "#twin/metacircular/unique-uids/shared-uid.ts";
import {
  emptyMountPoints,
  everyMachine,
  mcp,
  queue,
  sshAnswers,
  workerRig,
} from "#twin/metacircular/unique-uids/worker-rig.ts";

const SHARED_UID = 995;
const CANARY_ROWS = 100;
/** Where the other account moves: below what automatic assignment gives out, and free everywhere. */
const sshd = { name: "sshd", uid: 822 };
/** Where nobody should move: it costs every container. */
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
  step("Begin a new session", {
    why: "The old one was sshd's. With it has gone what an earlier attempt left behind: a pause process with the wrong namespace, which every podman command would use again.",
    run: orion.root.sh`systemctl start user@${uid}.service`,
    verify: [sessionIsItsOwn, podmanHasItsRange()],
  });

const idNamesAnother = check(
  "id names another account than the one that it was asked for. If it is another number or another account with you, put yours in place of 995 and sshd on the whole page",
  orion.root.sh`id mcp`.prints(/^uid=995\(sshd\) gid=988\(mcp\)/),
);
const podmanRefused = podmanRefusesMcp(SHARED_UID);
const podmanFails = podmanTakesItselfForSshd(SHARED_UID);
const podmanRefuses = podmanRefusesWithoutUserToo(SHARED_UID);
const differentUser = "is owned by a different user: uid:";

const usual = scenario({
  id: "uid-collision",
  title: "Podman's account shares its UID with another account",
  source: "Metacircular post-mortem of 2026-04-03, step 1",
  summary:
    "On orion sshd had been given UID 995 automatically, and then mcp was pinned to it. Which of the two the machine sees depends on their order in /etc/passwd: with mcp first everything works, with sshd first podman does not get its namespace. A rebuild can change the order, and it shows at the next reboot.",
  tags: ["podman", "rootless", "uid", "newuidmap"],
  rig: workerRig({ rows: CANARY_ROWS, uid: SHARED_UID }),

  steady: [
    account(mcp).hasUid(SHARED_UID),
    ...everyMachine.map(nobodySharesAUid),
    sessionIsItsOwn,
    podmanHasItsRange(),
    queue.isHealthy(),
    queue.hasRows(CANARY_ROWS),
    sshAnswers(),
  ],

  fault: collide(SHARED_UID),
  breaks: [nobodySharesAUid(orion), podmanHasItsRange(), queue.isHealthy()],

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
    sshAnswers("and yet orion's ssh server answers"),
    podmanTakesUserForSshd,
    podmanFails,
  ],

  tellsApart: [
    {
      from: "uid-change",
      how: "The account has the UID that everything names, and does not have it alone; there it has another one than before, and podman complains of a directory of the old one.",
      unless:
        /default OCI runtime .* not found|RunRoot is pointing to a path|mkdir \/run\/user\/\d+: permission denied/,
      ask: idNamesAnother,
    },
    {
      from: "newuidmap-path",
      how: "newuidmap is able to write the map, and refuses because it takes the caller for somebody else; there it is not able to.",
      look: differentUser,
      unless: "should have setuid or have filecaps setuid",
      ask: idNamesAnother,
    },
    {
      from: "agent-unit",
      how: "newuidmap takes the caller for another account, in a shell of mcp, too; there podman fails only in the unit, whose sandbox takes newuidmap's right to write the map.",
      look: differentUser,
      unless: "newuidmap: write to uid_map failed",
      ask: idNamesAnother,
    },
    {
      from: "/proc is mounted with a group of its own (gid=)",
      alike: podmanRefused,
      how: "newuidmap's line has the group of another account behind pw_gid; there it has the caller's, and the one behind st_gid is strange.",
      unless: /owned by a different user: .*\bgid:(\d+) pw_gid:\1 /,
      ask: idNamesAnother,
    },
    {
      from: "the account has no line in /etc/subuid",
      alike: podmanFails,
      how: "Podman and id name another account than the one that asks; there they name the one that asks.",
      unless: "cannot find UID/GID for user mcp",
      ask: idNamesAnother,
    },
  ],

  preconditions: [podman(mcp).noneRunning(), ...everyMachine.map((machine) => pinIsFree(machine, sshd))],

  procedures: {
    "move-sshd": procedure({
      title: "Give the other account another UID",
      summary:
        "sshd owns no file and keeps no process, so its UID can be any number. mcp's is in podman's database, in the storage and on all of /srv. Every container comes back as it was.",
      steps: [
        endSession(
          SHARED_UID,
          "usermod refuses while a process has the UID, and does not ask whose it is. No container runs any more. A shell of mcp that you have open ends with the rest: open it anew at step 5.",
        ),
        step("Move sshd", {
          why: "To a number between 800 and 899 that is free on every machine. Automatic assignment comes down from 999 and would need a hundred accounts to get there. No file is given to the new UID: all that belongs to 995 is mcp's.",
          run: orion.root.sh`usermod --uid ${sshd.uid} sshd`,
          verify: [isTakenFor("mcp", SHARED_UID), nobodySharesAUid(orion), sshAnswers()],
        }),
        step("Pin it in the declaration", {
          why: "Two accounts that are both declared cannot share a UID: the declaration is refused.",
          onThePlatform:
            "In place of both commands, write `users.users.sshd.uid = 822;` into orion's configuration, and run `nixos-rebuild switch`: it moves nobody any more, and keeps the number.",
          run: [
            orion.root.sh`cat >> ${ACCOUNTS_FILE}`.withInput(declaration),
            orion.root.sh`apply-accounts 2>&1`.printsNothing(),
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
          why: "Podman's database was never touched: the container is the one from before. What a start that failed may have left in its mount point goes first: podman would trip over it at the next stop.",
          run: [emptyMountPoints, mcp.sh`podman start ${queue.name}`],
          verify: queue.isHealthy(),
        }),
        watchForSharedUids(orion, [sshd], others),
      ],
      endurance: [
        step("Declare the shared UID again", {
          why: "It is refused, with both names.",
          run: orion.root.sh`apply-accounts --set sshd.uid=${SHARED_UID}`.exits(
            78,
            /mcp and sshd both have UID 995; give one of them another/,
          ),
          verify: nobodySharesAUid(orion),
        }),
        step("Ask whether another account may be pinned to the same UID", {
          why: "It may not, and the check says who has it.",
          run: orion.root.sh`check-uids --before other=${sshd.uid}`.exits(
            1,
            /check-uids: UID 822 is pinned for other, and sshd has it/,
          ),
          verify: nobodySharesAUid(orion),
        }),
      ],
    }),
    "move-mcp": procedure({
      title: "Give mcp another UID",
      summary:
        "Much as the post-mortem's operators did, and where the rest of the incident came from: the data has to be re-owned, and podman forgets its containers.",
      steps: [
        endSession(
          SHARED_UID,
          "usermod refuses while a process has the UID. A shell of mcp that you have open ends with the rest: open it anew at step 4.",
        ),
        step("Move mcp", {
          why: "usermod re-owns the home directory, and with it podman's storage; here both accounts' files are taken for mcp's, which is right.",
          onThePlatform:
            "`usermod` is typed there, too. In place of `apply-accounts`, write `users.users.mcp.uid = 850;` and run `nixos-rebuild switch`.",
          run: [
            orion.root.sh`usermod --uid ${newMcp.uid} mcp`,
            orion.root.sh`apply-accounts --set mcp.uid=${newMcp.uid}`,
          ],
          verify: [account(mcp).hasUid(newMcp.uid), nobodySharesAUid(orion)],
        }),
        step("Give the data back to mcp", {
          why: "Outside the home directory usermod re-owns nothing: what stays with 995 is sshd's now.",
          run: orion.root
            .sh`find /srv -xdev -uid ${SHARED_UID} -exec chown --no-dereference ${newMcp.uid} {} +`,
          verify: files(orion, "/srv").noneOwnedBy(SHARED_UID),
        }),
        step("Put podman's database aside", {
          why: "It names /run/user/995 in its configuration and in each container's row. Podman makes a new one, and has forgotten the containers.",
          run: mcp.sh`mv ${podmanDatabase} ${aside}`,
          verify: check("it is kept", mcp.sh`test -s ${aside}`),
        }),
        newSession(newMcp.uid),
        step("Create mcq again", {
          why: "From its definition. What is left of the old container still holds the name, and podman does not remove it (`replacing mount point … directory not empty`) while something lies in its mount point: a start that failed may leave that.",
          run: [emptyMountPoints, mcp.sh`podman rm --force ${queue.name} && ${queue.podmanRun}`],
          verify: queue.isHealthy(),
        }),
        watchForSharedUids(orion, [newMcp], others),
      ],
      notWith: {
        podman: {
          "4.3":
            "podman 4 keeps its containers in another database, libpod/bolt_state.db, and these are the commands for that of podman 5",
        },
      },
      loses: { containers: "the database that knew them is put aside; mcq is created again under its name" },
    }),
  },

  checklist: [
    nobodySharesAUid(orion),
    sessionIsItsOwn,
    podmanHasItsRange(),
    queue.isHealthy(),
    queue.hasRows(CANARY_ROWS),
    sshAnswers(),
    check("id names mcp", orion.root.sh`id --user --name mcp`.printsExactly("mcp")),
  ],

  endurance: [
    step("Stop mcq and start it again", {
      why: "A container that was started over the remains of a failed start runs, and ends its next stop with an error (`replacing mount point … directory not empty`).",
      run: [mcp.sh`podman stop ${queue.name}`, mcp.sh`podman start ${queue.name}`],
      verify: queue.isHealthy(),
    }),
    step("Rebuild and reboot", {
      why: "The order of the accounts may change again, and must not matter any more.",
      run: [
        orion.root.sh`apply-accounts 2>&1`.printsNothing(),
        orion.root.sh`sort --field-separator=: --key=3,3n --key=1,1r --output=/etc/passwd /etc/passwd`,
        orion.reboot(),
        mcp.sh`podman start ${queue.name}`,
      ],
      verify: [queue.isHealthy(), podmanHasItsRange()],
      within: "60s",
    }),
    step("Make an account with a UID that is taken", {
      why: "The machine has to say so by itself, before anybody reboots it.",
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
      why: "The machine looks again, and has nothing to say.",
      run: orion.root.sh`userdel late`,
      verify: [systemd(orion).isUp(), nobodySharesAUid(orion)],
    }),
    ...breakBothRules(others, sshd),
  ],

  losses: [loss.containers(mcp), loss.images(mcp), queue.losesRows(), loss.files(orion.root, queue.dataDir)],

  reference: [
    { title: "Which symptom, and when", text: whichSymptom },
    { title: "Before a UID is pinned", text: beforePinning },
  ],

  never: [
    "Never change mcp's UID to make room: podman's database, its storage and all of /srv know it by that number. The second way does, and costs every container.",
    "Do not run `pkill --user sshd`, `loginctl terminate-user sshd` or `find / -uid 995 -exec chown` while the two share a UID, outside step 1, where nothing of mcp runs any more: to the kernel mcp's containers and data are sshd's, too.",
  ],
});

// Podman 5.8 does not take itself for sshd, so what it says is another symptom.
export default {
  ...usual,
  with: {
    podman: {
      "5.8": {
        symptoms: usual.symptoms
          .filter((one) => one !== podmanTakesUserForSshd)
          .map((one) => (one === podmanFails ? podmanRefuses : one)),
        // A line that is missing in /etc/subuid does not show alike there.
        tellsApart: (usual.tellsApart ?? []).filter(({ alike }) => alike !== podmanFails),
        reference: [
          { title: "Which symptom, and when", text: [whichSymptomWithPodman58] },
          { title: "Before a UID is pinned", text: [beforePinning] },
        ],
      },
    },
  },
} satisfies Scenario;
