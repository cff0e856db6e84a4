import { account, check, loss, machine, procedure, raw, scenario, step, systemd } from "drillbook";
import {
  CONTAINER_USER,
  IMAGE,
  provisionOf,
  rootlessService,
  startServices,
  UNIT,
} from "#twin/rootless/index.ts";

const host = machine("worker", { addresses: { lan: "192.0.2.70" }, users: ["wiki"] });
const wiki = rootlessService(host, { name: "wiki", uid: 1001, first: 100_000, port: 8101 });

const RUN_DIR = `/run/user/${wiki.uid}`;
const JOB = "count-visits.service";
const CRON_LOG = "/home/wiki/count-visits.log";
const SYSTEM_UNIT = "notes-of-wiki.service";

const countVisits = `podman run --rm --network host --user ${CONTAINER_USER}:${CONTAINER_USER} --volume /usr:/usr:ro --volume ${wiki.dataDir}:/data ${IMAGE} wc --lines /data/visits`;
const jobUnit = `[Unit]
Description=A job of the CI, as the account that deploys

[Service]
Type=oneshot
User=wiki
ExecStart=/usr/bin/${countVisits}
`;
const crontab = `* * * * * wiki ${countVisits} >${CRON_LOG} 2>&1\n`;
const systemUnit = `[Unit]
Description=The notes of wiki, with a session of their own
After=systemd-user-sessions.service

[Service]
User=wiki
PAMName=login
ExecStart=/usr/bin/podman run --rm --replace --name notes ${wiki.image.join(" ")}
ExecStop=/usr/bin/podman stop --ignore --time 2 notes

[Install]
WantedBy=multi-user.target
`;

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
/** Of a folder that the account may enter: podman ends in any other. */
const ofSudo = host.root.sh`cd / && sudo --user wiki --set-home ${raw(countVisits)}`;
const sudoWorks = check("podman works with sudo", ofSudo.prints(/^\d+ \/data\/visits$/m));
const jobWorks = check("the CI's job succeeds", host.root.sh`systemctl start ${JOB}`);
const cronWorks = check(
  "the last job of cron succeeded",
  host.root.sh`cat ${CRON_LOG}`.prints(/^\d+ \/data\/visits$/m),
);
const everything = [answers, hasRunDir, sudoWorks, jobWorks];

const managerByOtherName = check(
  "the account has no manager of systemd to talk to",
  host.root.sh`sudo --user wiki --set-home systemctl --user status`.exits(
    "nonzero",
    /Failed to connect to user scope bus via local transport: \$DBUS_SESSION_BUS_ADDRESS and \$XDG_RUNTIME_DIR not defined/,
  ),
);
const notLoggedIn = check(
  "the account is neither logged in nor lingering",
  host.root.sh`loginctl show-user wiki`.exits("nonzero", /User ID 1001 is not logged in or lingering/),
);
const noRunDir = {
  container: /Error: default OCI runtime "crun" not found: invalid argument/,
  vm: /\/run\/user\/1001\S*: (?:no such file or directory|permission denied)/,
  why: "podman in a container machine writes its events to a file, and fails later, where it asks for its runtime; elsewhere it names the directory that it may not make",
};
const podmanSays = check(
  "podman has no run directory, and blames its runtime",
  ofSudo.exits("nonzero", noRunDir),
);

const reboot = step("Reboot", {
  why: "No login follows it.",
  run: host.reboot(),
  verify: [systemd(host).isUp(), ...everything],
  within: "90s",
});

export default scenario({
  id: "no-user-session",
  title: "Rootless podman has no session: su, sudo, cron and CI",
  source: "public threads: containers/podman #5094, #13338, #14043 and #14885",
  summary:
    "An account of services lost its lingering. Since the reboot it has no session: no manager of systemd runs for it, and /run/user has no directory of its own. Its unit is not started, and podman fails for all who become the account without a login: sudo, cron, and units with User=.",
  tags: ["podman", "rootless", "session", "lingering", "systemd", "sudo", "cron"],
  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [
      {
        ...host.spec,
        provision: [
          ...provisionOf(host, [wiki]),
          host.put(`/etc/systemd/system/${JOB}`, { content: jobUnit }),
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
      why: "It was made anew by a tool that knows nothing of lingering. The service runs on only as long as nothing ends the session.",
      run: host.root.sh`loginctl disable-linger wiki`,
      verify: check("it does not linger", host.root.sh`ls /var/lib/systemd/linger`.printsNothing()),
    }),
    step("Reboot", {
      why: "Without a login as wiki no session begins.",
      run: host.reboot(),
      verify: [
        systemd(host).isUp(),
        check(
          "no manager of systemd runs for the account",
          host.root.sh`pgrep --uid wiki --count`.exits(1).printsExactly("0"),
        ),
      ],
      within: "90s",
    }),
    step("Have the CI do its job, and wait for cron's next", {
      why: "Both are the account's, and no login belongs to them.",
      run: [host.root.sh`rm --force ${CRON_LOG}`, host.root.sh`systemctl start ${JOB}`.exits("nonzero")],
      verify: check("cron has done it", host.root.sh`test -s ${CRON_LOG}`),
      within: "90s",
    }),
  ],
  breaks: [...everything, hasSession, lingers, cronWorks],

  symptoms: [
    managerByOtherName,
    notLoggedIn,
    podmanSays,
    check("so has podman in cron's job", host.root.sh`cat ${CRON_LOG}`.prints(noRunDir)),
    check(
      "and in the CI's unit",
      host.root.sh`journalctl --boot --unit ${JOB} --output cat --no-pager --grep Error`.prints(noRunDir),
    ),
    check(
      "there is no directory of the account",
      host.root.sh`ls -ld ${RUN_DIR}`.exits(2, /No such file or directory/),
    ),
  ],
  tellsApart: [
    {
      from: "uid-change",
      how: "The directory that podman misses has the account's own UID; there it has the one that the account had before.",
      ask: notLoggedIn,
    },
    {
      from: "stale-pause-process",
      how: "Podman has no run directory at all; there it has one, with notes of the last boot.",
      unless: /could not find any running process|an unhandled reboot has occurred/,
      ask: podmanSays,
    },
    {
      from: "no systemd at all (a container, WSL, another init)",
      alike: managerByOtherName,
      how: "logind knows the account, and says that it has no session; there no logind answers.",
      look: /User ID \d+ is not logged in or lingering/,
    },
  ],

  procedures: {
    linger: procedure({
      title: "Have the account linger",
      summary:
        "It has a session from each boot on, without a login. What the session starts is started, too.",
      steps: [
        step("Have the account linger", {
          why: "systemd starts the account's manager at once, and the manager its units. For podman itself, /run/user/1001 is enough: it finds that without XDG_RUNTIME_DIR.",
          run: host.root.sh`loginctl enable-linger wiki`,
          verify: [lingers, ...everything],
          within: "60s",
        }),
      ],
    }),
    "system-unit": procedure({
      title: "Start the service by a unit of the machine that opens a session",
      summary:
        "For a machine where lingering is not wanted. With PAMName= the unit has a session as long as it runs; cron, sudo and CI find its directory.",
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
          why: "A session starts the account's own unit, too, if it is enabled: two containers of one name and port.",
          run: wiki.account.sh`rm .config/systemd/user/default.target.wants/${UNIT}`,
          verify: check(
            "the account's own unit is not enabled",
            wiki.account.sh`ls .config/systemd/user/default.target.wants`.printsNothing(),
          ),
        }),
        step("Start it, now and at each boot", {
          why: "Its session is there as soon as it runs.",
          run: host.root.sh`systemctl enable --now ${SYSTEM_UNIT}`,
          verify: everything,
          within: "60s",
        }),
      ],
    }),
    "start-in-session": procedure({
      title: "Start the service in a session that ends",
      summary: "It works as long as you are logged in.",
      steps: [
        step("Start it in a session", {
          why: "This is what a login by ssh does. su and sudo open no session where their caller has one.",
          run: host.root
            .sh`systemd-run --quiet --wait --pipe --uid=wiki --property=PAMName=login systemctl --user start ${UNIT}`,
          verify: check(
            "the service was started",
            host.root.sh`journalctl --boot _SYSTEMD_USER_UNIT=${UNIT} --lines 1 --quiet`.prints(/./),
          ),
        }),
        step("Wait until systemd has ended the session", {
          why: "It waits ten seconds after the last logout.",
          run: host.root.sh`true`,
          verify: check(
            "the account's manager has ended",
            host.root.sh`systemctl is-active user@${wiki.uid}.service`
              .exits("nonzero")
              .printsExactly("inactive"),
          ),
          within: "60s",
        }),
      ],
      mustFail: {
        at: "checklist",
        because: "Systemd ends the manager of an account that logs out, with all that it started.",
      },
    }),
    "set-variable": procedure({
      title: "Set XDG_RUNTIME_DIR",
      summary: "It is what the message says is not defined.",
      steps: [
        step("Start the unit with the variable set", {
          why: "With it systemctl knows where to look.",
          run: host.root
            .sh`sudo --user wiki --set-home env XDG_RUNTIME_DIR=${RUN_DIR} systemctl --user start ${UNIT}`,
          verify: answers,
        }),
      ],
      mustFail: {
        at: "Start the unit with the variable set",
        because:
          "The variable names a directory that does not exist, and the manager that would listen there does not run.",
      },
    }),
    "own-directory": procedure({
      title: "Make the directory by hand",
      summary: "Podman is content with a directory.",
      steps: [
        step("Make the run directory", {
          why: "Podman does not ask who made it.",
          run: host.root.sh`install --directory --mode=0700 --owner=wiki --group=wiki ${RUN_DIR}`,
          verify: [hasRunDir, sudoWorks],
        }),
        step("Start the container", {
          why: "There is no manager of the account that could start its unit.",
          run: host.root
            .sh`sudo --user wiki --set-home podman run --detach --rm --replace --name notes ${wiki.image}`,
          verify: answers,
        }),
      ],
      mustFail: {
        at: "endurance",
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
    reboot,
  ],
  losses: [loss.files(host.root, wiki.dataDir)],
  never: [
    "Do not put `export XDG_RUNTIME_DIR=/tmp/…` into a profile: podman then has two run directories, and takes its own containers for stopped.",
    "Do not run the service as root to get around it: its data belongs to ids of the account's range.",
  ],
});
