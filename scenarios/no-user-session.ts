import { account, check, loss, machine, procedure, scenario, step, systemd } from "drillbook";
import { provisionOf, rootlessService, startServices, UNIT } from "#twin/rootless/index.ts";

const host = machine("worker", { addresses: { lan: "192.0.2.70" }, users: ["wiki"] });
const wiki = rootlessService(host, { name: "wiki", uid: 1001, first: 100_000, port: 8101 });

const RUN_DIR = `/run/user/${wiki.uid}`;
const OWN_RUN_DIR = `/tmp/run-${wiki.uid}`;
const MANAGER = `user@${wiki.uid}.service`;
const CRON_LOG = "/home/wiki/count-visits.log";
const SYSTEM_UNIT = "notes-of-wiki.service";

/** Once a minute, as the account, without a login. */
const crontab = `* * * * * wiki podman exec ${wiki.container} wc --lines /data/visits >${CRON_LOG} 2>&1\n`;
const systemUnit = `[Unit]
Description=The notes of wiki, with a session of their own
After=systemd-user-sessions.service

[Service]
User=wiki
PAMName=login
ExecStart=/usr/bin/podman run --rm --replace --name ${wiki.container} ${wiki.image.join(" ")}
ExecStop=/usr/bin/podman stop --ignore --time 2 ${wiki.container}

[Install]
WantedBy=multi-user.target
`;

const names = ["podman", "ps", "--format", "{{.Names}}"];
const asPrinted = `podman ps --format '{{.Names}}'`;
/** Of a folder that the account may enter: podman ends in any other. */
const ofSudo = host.root.sh`cd / && sudo --user wiki --set-home ${names}`;
/** su opens a session where its caller has none, so the rig's caller opens one of its own, as a login of root does. */
const ofSu = host.root
  .sh`systemd-run --quiet --wait --pipe --property=PAMName=login su --login wiki --command ${asPrinted}`.typedAs(
  `su --login wiki --command "${asPrinted}"`,
);
/** What a runner of a CI does that is a unit with User=. */
const ofUnit = host.root.sh`systemd-run --quiet --wait --pipe --property=User=wiki ${names}`;

const answers = wiki.answers();
const hasSession = account(wiki.account).hasSession();
const hasRunDir = check(
  "the account has its run directory",
  host.root.sh`stat --format=%U ${RUN_DIR}`.printsExactly("wiki"),
);
const lingers = check(
  "the account lingers",
  host.root.sh`loginctl show-user wiki --property=Linger --value`.printsExactly("yes"),
);
const sudoWorks = check("podman works with sudo", ofSudo.printsExactly(wiki.container));
const suWorks = check("podman works with su", ofSu.printsExactly(wiki.container));
const unitWorks = check("podman works in a unit with User=", ofUnit.printsExactly(wiki.container));
const cronWorks = check(
  "the last job of cron succeeded",
  host.root.sh`cat ${CRON_LOG}`.prints(/^\d+ \/data\/visits$/m),
);
const everything = [answers, hasRunDir, sudoWorks, suWorks, unitWorks];

const startsWithSession = check(
  "a session of the account starts the service",
  wiki.account.sh`ls .config/systemd/user/default.target.wants`.prints(UNIT),
);

const managerHasEnded = check(
  "the account's manager has ended",
  host.root.sh`systemctl is-active ${MANAGER}`.exits("nonzero").printsExactly("inactive"),
);
/** Without the variable systemctl finds no manager of an account that lingers either. */
const noManager = check(
  "the account has no manager of systemd to talk to",
  host.root.sh`sudo --user wiki --set-home env XDG_RUNTIME_DIR=${RUN_DIR} systemctl --user status`.exits(
    "nonzero",
    /Failed to connect to user scope bus via local transport: No such file or directory/,
  ),
);
const notLoggedIn = check(
  "the account is neither logged in nor lingering",
  host.root.sh`loginctl show-user wiki`.exits("nonzero", /User ID 1001 is not logged in or lingering/),
);
const blamesRuntime = /Error: default OCI runtime "crun" not found: invalid argument/;
/** Source: checkCgroups2UnifiedMode in podman's libpod/runtime.go. */
const podmanSays = check(
  "podman fails with sudo, and blames its runtime",
  ofSudo.exits("nonzero", {
    container: blamesRuntime,
    vm: /RunRoot is pointing to a path \(\/run\/user\/1001\/containers\) which is not writable/,
    why: "podman warns of its run directory only where control groups have version 2; then it blames its runtime there, too",
  }),
);
const debugSays = check(
  "podman may not make its run directory",
  host.root
    .sh`cd / && sudo --user wiki --set-home podman --log-level=debug ps 2>&1 | grep --fixed-strings 'mkdir /run/user'`.prints(
    /mkdir \/run\/user\/1001: permission denied/,
  ),
);
const runtimeIsThere = check(
  "the runtime that podman blames is there",
  host.root.sh`command -v crun`.printsExactly("/usr/bin/crun"),
);

/** Each was reproduced with podman 5.4 and systemd 257. */
const otherTexts = `| what is printed | what is missing |
|---|---|
| \`mkdir /run/user/0/libpod: permission denied\` | nothing, where the account lingers: \`su\` without \`--login\` keeps XDG_RUNTIME_DIR of its caller. Use \`su --login\`, or \`unset XDG_RUNTIME_DIR\` |
| \`lstat ${RUN_DIR}: no such file or directory\` | the session; a profile or a script sets XDG_RUNTIME_DIR all the same |
| \`$DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined\`, and podman works | the variable alone: sudo, cron and units with User= do not set it. With lingering, \`export XDG_RUNTIME_DIR=/run/user/$(id -u)\` is enough for \`systemctl --user\` |`;

export default scenario({
  id: "no-user-session",
  title: "Rootless podman has no session: su, sudo, cron and CI",
  source: "public threads: containers/podman #5094, #13338, #14043 and #14885",
  summary:
    "An account of services lost its lingering. As soon as it has no session, systemd ends its manager, with all containers, and deletes its directory in /run/user. No boot starts its units any more, and podman fails for all who become the account without a login: su, sudo, cron, and units with User=.",
  tags: ["podman", "rootless", "session", "lingering", "systemd", "sudo", "cron"],
  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [
      {
        ...host.spec,
        provision: [
          ...provisionOf(host, [wiki]),
          host.put("/etc/cron.d/count-visits", { content: crontab }),
          host.root.sh`systemctl unmask cron.service && systemctl enable cron.service`,
        ],
      },
    ],
    setup: [
      startServices([wiki]),
      step("Start cron", {
        why: "It does a job as the account every minute.",
        run: host.root.sh`systemctl start cron.service`,
        verify: cronWorks,
        within: "90s",
      }),
    ],
    samples: [answers],
    note: "systemd, logind, podman, sudo, su and cron are the real ones. The service is a small program written for the drill.",
  },

  steady: [...everything, hasSession, lingers, cronWorks],

  fault: [
    step("Have the account linger no more", {
      why: "A tool that cleans up accounts knows nothing of lingering. Without it the account's manager lives as long as a session.",
      run: host.root.sh`loginctl disable-linger wiki`,
      verify: managerHasEnded,
      within: "60s",
    }),
    step("Wait for cron's next job", {
      why: "Cron opens no session that counts.",
      run: host.root.sh`rm --force ${CRON_LOG}`,
      verify: check("cron has done it", host.root.sh`test -s ${CRON_LOG}`),
      within: "90s",
    }),
  ],
  breaks: [...everything, hasSession, lingers, cronWorks],

  symptoms: [
    noManager,
    notLoggedIn,
    podmanSays,
    check("podman fails with su", ofSu.exits("nonzero", blamesRuntime)),
    check("podman fails in a unit with User=", ofUnit.exits("nonzero", blamesRuntime)),
    check("podman fails in cron's job", host.root.sh`cat ${CRON_LOG}`.prints(blamesRuntime)),
    check(
      "there is no directory of the account",
      host.root.sh`ls -ld ${RUN_DIR}`.exits(2, /No such file or directory/),
    ),
    debugSays,
    runtimeIsThere,
  ],
  tellsApart: [
    {
      from: "uid-change",
      how: "The account has no session, and the directory that podman misses has the account's own UID; there it has a session, and the directory has the UID that the account had before.",
      ask: notLoggedIn,
    },
    {
      from: "stale-pause-process",
      how: "Podman has no run directory at all; there it has one, with notes of the last boot.",
      unless: /could not find any running process|an unhandled reboot has occurred/,
      ask: podmanSays,
    },
    {
      from: "crun is not installed, or podman does not find it",
      alike: podmanSays,
      how: "crun is there. Podman asks it for nothing, because it has no directory for what it would answer.",
      ask: runtimeIsThere,
    },
    {
      from: "no systemd at all (a container, WSL, another init)",
      alike: noManager,
      how: "logind knows the account, and says that it has no session; there no logind answers.",
      look: /User ID \d+ is not logged in or lingering/,
      ask: notLoggedIn,
    },
  ],

  procedures: {
    linger: procedure({
      title: "Have the account linger",
      summary:
        "It has a session from each boot on, without a login. What the session starts is started, too.",
      requires: [startsWithSession],
      steps: [
        step("Have the account linger", {
          why: `systemd starts the account's manager at once, and the manager its units. For podman itself ${RUN_DIR} is enough: it finds that without XDG_RUNTIME_DIR.`,
          run: host.root.sh`loginctl enable-linger wiki`,
          verify: [lingers, ...everything],
          within: "60s",
          otherwise: `\`journalctl --boot --unit ${MANAGER}\` says why the manager does not start. Where it runs and the service does not, \`systemctl --user is-enabled ${UNIT}\`, as the account, tells whether its session starts it.`,
        }),
      ],
    }),
    "system-unit": procedure({
      title: "Start the service by a unit of the machine that opens a session",
      summary:
        "For a machine where lingering is not wanted. With PAMName= the unit has a session as long as it runs; cron, su, sudo and CI find its directory.",
      steps: [
        step("Write the unit", {
          why: "User= alone opens no session.",
          run: host.put(`/etc/systemd/system/${SYSTEM_UNIT}`, { content: systemUnit }),
          verify: check(
            "systemd knows the unit",
            host.root.sh`systemctl daemon-reload && systemctl cat ${SYSTEM_UNIT}`.prints("PAMName=login"),
          ),
        }),
        step("Leave it to this unit alone", {
          why: "A session starts the account's own unit, too, if it is enabled. Both would start the same container, and end that of the other.",
          run: wiki.account.sh`rm .config/systemd/user/default.target.wants/${UNIT}`,
          verify: check(
            "the account's own unit is not enabled",
            wiki.account.sh`ls .config/systemd/user/default.target.wants`.printsNothing(),
          ),
        }),
        step("Start it, now and at each boot", {
          why: "Its session is there as soon as it runs.",
          run: host.root.sh`systemctl enable --now ${SYSTEM_UNIT}`,
          verify: [
            ...everything,
            check(
              "the account's own unit was not started",
              wiki.account
                .sh`systemctl --user show ${UNIT} --property=ExecMainStartTimestampMonotonic --value`.printsExactly(
                "0",
              ),
            ),
          ],
          within: "60s",
          otherwise: `\`journalctl --boot --unit ${SYSTEM_UNIT}\` says what podman printed.`,
        }),
      ],
    }),
    "start-in-session": procedure({
      title: "Start the service in a session that ends",
      summary: "It works as long as you are logged in.",
      steps: [
        step("Start it in a session", {
          why: "This is what a login by ssh does.",
          run: host.root
            .sh`systemd-run --quiet --wait --pipe --uid=wiki --property=PAMName=login systemctl --user start ${UNIT}`,
          verify: check(
            "the service was started",
            host.root.sh`journalctl --boot _SYSTEMD_USER_UNIT=${UNIT} --lines 1 --quiet`.prints(/./),
          ),
        }),
        step("Log out, and ask the service", {
          why: "Systemd waits ten seconds after the last logout.",
          run: host.root.sh`while systemctl --quiet is-active ${MANAGER}; do sleep 1; done`,
          verify: answers,
          within: "20s",
        }),
      ],
      mustFail: {
        at: "Log out, and ask the service",
        because: "Systemd ends the manager of an account that logs out, with all that it started.",
      },
    }),
    "set-variable": procedure({
      title: "Set XDG_RUNTIME_DIR",
      summary: "Systemctl says, without it, that it is not defined.",
      steps: [
        step("Start the unit with the variable set", {
          why: "With it systemctl knows where to look.",
          run: host.root
            .sh`sudo --user wiki --set-home env XDG_RUNTIME_DIR=${RUN_DIR} systemctl --user start ${UNIT}`,
          verify: answers,
          within: "5s",
        }),
      ],
      mustFail: {
        at: "Start the unit with the variable set",
        because:
          "The variable names a directory that does not exist, and the manager that would listen there does not run.",
      },
    }),
    "directory-in-tmp": procedure({
      title: "Have XDG_RUNTIME_DIR name a directory in /tmp",
      summary: "The account may make one there.",
      steps: [
        step("Start the container with such a directory", {
          why: "The answer to be found for cron and CI.",
          run: [
            host.root.sh`install --directory --mode=0700 --owner=wiki --group=wiki ${OWN_RUN_DIR}`,
            host.root
              .sh`cd / && sudo --user wiki --set-home env XDG_RUNTIME_DIR=${OWN_RUN_DIR} podman run --detach --rm --replace --name ${wiki.container} ${wiki.image}`,
          ],
          verify: answers,
          within: "5s",
        }),
      ],
      mustFail: {
        at: "Start the container with such a directory",
        because: `Podman wrote the run directory into its database when it was first used. It still wants ${RUN_DIR}.`,
      },
    }),
    "own-directory": procedure({
      title: "Make the directory by hand",
      summary: "Podman is content with a directory.",
      steps: [
        step("Make the run directory", {
          why: "Podman does not ask who made it.",
          run: host.root.sh`install --directory --mode=0700 --owner=wiki --group=wiki ${RUN_DIR}`,
          verify: hasRunDir,
        }),
        step("Start the container", {
          why: "There is no manager of the account that could start its unit.",
          run: host.root
            .sh`cd / && sudo --user wiki --set-home podman run --detach --rm --replace --name ${wiki.container} ${wiki.image}`,
          verify: everything,
        }),
        step("Reboot", {
          why: "Every machine is restarted one day.",
          run: host.reboot(),
          verify: answers,
          within: "20s",
        }),
      ],
      mustFail: {
        at: "Reboot",
        because: "/run is empty after each boot, and nothing starts the container.",
      },
    }),
  },

  checklist: everything,
  endurance: [
    step("Wait for cron's next job", {
      why: "It is done once a minute.",
      run: host.root.sh`rm --force ${CRON_LOG}`,
      verify: cronWorks,
      within: "90s",
    }),
    step("Reboot", {
      why: "No login follows it.",
      run: host.reboot(),
      verify: [systemd(host).isUp(), ...everything],
      within: "90s",
    }),
  ],
  losses: [loss.files(host.root, wiki.dataDir)],
  reference: [{ title: "What else is printed, and what is missing there", text: otherTexts }],
  never: [
    "Do not become the account by `su` without `--login`: the shell keeps XDG_RUNTIME_DIR of its caller, and podman fails at the caller's directory, also where the account lingers.",
    "Do not install crun again: it is there. Podman blames it where it has no directory of its own.",
    "Do not run the service as root to get around it: its data belongs to ids of the account's range.",
    "Do not run `podman system reset`: it deletes every container, image and volume of the account, and the session stays missing.",
  ],
});
