import { check, loss, machine, procedure, scenario, step, systemd } from "drillbook";
import { provisionAlone, rootlessService, UNIT } from "#twin/rootless/index.ts";

const host = machine("worker", { addresses: { lan: "192.0.2.70" }, users: ["wiki"] });
const wiki = rootlessService(host, { name: "wiki", uid: 1001, first: 100_000, port: 8101 });

/** Where podman keeps what does not outlive a boot, for an account without a session and with this TMPDIR. */
const RUN_DIR = "/var/tmp/storage-run-1001";
const RULE_FILE = "/etc/tmpfiles.d/podman-of-wiki.conf";

/** With the unit's TMPDIR, and as there without a session. */
const podmanPs = host.root
  .sh`cd / && sudo --user wiki --set-home env TMPDIR=/var/tmp podman ps --all --format '{{.Names}} {{.State}}'`;

const answers = wiki.answers();
const isActive = systemd(host).unitIsActive(UNIT);
const podmanAnswers = check("podman answers", podmanPs);
const clearsAtBoot = check(
  "each boot deletes the run directory before podman is started",
  host.root.sh`systemd-tmpfiles --cat-config | grep --line-regexp ${`R! ${RUN_DIR}`}`,
);

const deleteRunDir = step("Delete podman's run directory, with the service stopped", {
  why: "It holds nothing but what podman noted of processes, mounts and locks of the last boot. Without it podman takes the boot for what it is, and sets every container to `exited`. Images, containers and volumes are elsewhere.",
  run: [
    host.root.sh`systemctl stop ${UNIT}`,
    host.root.sh`rm --recursive ${RUN_DIR}`,
    host.root.sh`systemctl start ${UNIT}`,
  ],
  verify: [podmanAnswers, answers],
  within: "30s",
  otherwise:
    "`podman info --log-level=debug`, as the account and with the unit's environment, says which run directory it takes (`Using run root`).",
});
// A kernel keeps what it is given to write for up to half a minute; a crash seldom comes within it, as here in the drill.
const powerLoss = [host.root.sh`sync`, host.powerLoss()];
const losePower = (within: "10s" | "90s") =>
  step("Cut the power", {
    why: "An orderly reboot stops the container before, and nothing stale is left.",
    run: powerLoss,
    verify: [systemd(host).isUp(), answers],
    within,
  });

const unitSays = check(
  "podman looks for processes of the last boot",
  host.root.sh`journalctl --boot --unit ${UNIT} --output cat --no-pager`.prints({
    container:
      /invalid internal status, try resetting the pause process with \\"\/usr\/bin\/podman system migrate\\": could not find any running process: no such process/,
    vm: /current system boot ID differs from cached boot ID; an unhandled reboot has occurred/,
    why: "a container machine has its host's boot ID, so podman does not see that the machine was started again",
  }),
);
const podmanSays = check(
  "so does every podman command of the account",
  podmanPs.exits("nonzero", {
    container: /could not find any running process: no such process/,
    vm: /an unhandled reboot has occurred\. Please delete directories "\/var\/tmp\/storage-run-1001\/containers" and "\/var\/tmp\/storage-run-1001\/libpod\/tmp"/,
    why: "as above",
  }),
);

export default scenario({
  id: "stale-pause-process",
  title: "After a crash podman looks for processes of the last boot",
  source:
    "public threads: containers/podman #4057, #9137, #13737 and #28157; podman 5's advice after an unhandled reboot",
  summary:
    "An account without a session, and a unit with TMPDIR=/var/tmp: podman keeps its run directory there, on the disk. What is noted in it of running containers and of the pause process survives a power loss; the processes do not. Every podman command of the account fails from then on, also `podman ps`, and systemd starts the unit in vain. The account is wiki with UID 1001, its unit is notes.service: put in those of yours.",
  tags: ["podman", "rootless", "pause process", "power loss", "run directory"],
  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [{ ...host.spec, provision: provisionAlone(host, wiki, { TMPDIR: "/var/tmp" }) }],
    setup: [
      step("Start the service", {
        why: "Each boot starts it from now on.",
        run: host.root.sh`systemctl enable --now ${UNIT}`,
        verify: answers,
        within: "60s",
      }),
    ],
    samples: [answers],
    note: "systemd, podman and sudo are the real ones. The service is a small program written for the drill.",
  },

  steady: [answers, isActive, podmanAnswers],

  fault: [
    step("Cut the power", {
      why: "Nothing stops the container, so podman's notes still say that it runs.",
      run: powerLoss,
      verify: check(
        "systemd starts the unit again and again",
        host.root.sh`systemctl show ${UNIT} --property=NRestarts --value`.prints(/^[1-9]/),
      ),
      within: "90s",
    }),
  ],
  breaks: [answers, isActive, podmanAnswers],

  symptoms: [
    unitSays,
    podmanSays,
    check(
      "the notes of the last boot are there, on a disk",
      host.root
        .sh`find ${RUN_DIR} -name conmon.pid; findmnt --noheadings --output FSTYPE --target ${RUN_DIR}`.prints(
        /\/userdata\/conmon\.pid\n(?!tmpfs)\w/,
      ),
    ),
    check(
      "and the process that they name is not conmon",
      host.root
        .sh`ps --no-headers --format comm --pid "$(cat $(find ${RUN_DIR} -name conmon.pid))" | grep conmon`.exits(
        1,
      ),
    ),
  ],
  tellsApart: [
    {
      from: "no-user-session",
      how: "Podman has its run directory, and does not find the processes that are noted there; there it has no run directory.",
      unless: /\/run\/user\/.*: no such file or directory|\/run\/user\/.*: permission denied/,
      ask: podmanSays,
    },
    {
      from: "subid-ranges",
      how: "Podman fails before it makes a namespace; there newuidmap is called, and its message comes first.",
      unless: /newuidmap: |no subuid ranges found/,
      ask: podmanSays,
    },
  ],

  procedures: {
    "clear-at-boot": procedure({
      title: "Delete the run directory, now and at each boot",
      summary: "Nothing is lost, and the next crash leaves nothing stale.",
      steps: [
        deleteRunDir,
        step("Have each boot delete it", {
          why: "On a tmpfs it would go by itself. `R!` is done at boot alone, before any service is started.",
          run: host.put(RULE_FILE, { content: `R! ${RUN_DIR}\n` }),
          verify: clearsAtBoot,
        }),
      ],
      endurance: [losePower("90s")],
    }),
    "delete-pause-pid": procedure({
      title: "Delete pause.pid alone",
      summary: "The message names the pause process.",
      steps: [
        step("Delete the file of the pause process", {
          why: "Podman makes another.",
          run: host.root.sh`find ${RUN_DIR} -name pause.pid -delete`,
          verify: podmanAnswers,
          within: "5s",
        }),
      ],
      mustFail: {
        at: "Delete the file of the pause process",
        because:
          "Podman deletes a stale pause.pid itself. Then it looks for the containers that its notes call running, and it finds none of their processes.",
      },
    }),
    "delete-alone": procedure({
      title: "Delete the run directory once",
      summary: "It is what the message asks for.",
      steps: [deleteRunDir],
      endurance: [losePower("10s")],
      mustFail: { at: "endurance", because: "The next crash leaves the same state." },
    }),
    linger: procedure({
      title: "Give the account a session, and leave the notes in place",
      summary: "With a session there is /run/user/1001, which is a tmpfs.",
      steps: [
        step("Have the account linger", {
          why: "Podman takes /run/user/1001, if it is there.",
          run: host.root.sh`loginctl enable-linger wiki`,
          verify: check("it has a session", host.root.sh`test -d /run/user/1001`),
        }),
        step("Restart the service", {
          why: "Podman is to take the new directory.",
          run: host.root.sh`systemctl restart ${UNIT}`,
          verify: answers,
          within: "10s",
        }),
      ],
      mustFail: {
        at: "Restart the service",
        because: "Podman wrote the run directory into its database when it was first used, and keeps to it.",
      },
    }),
  },

  checklist: [answers, isActive, podmanAnswers],
  losses: [loss.files(host.root, wiki.dataDir)],
  never: [
    "Do not run `podman system reset`: it deletes every container, image and volume of the account. Only notes of a few kilobytes are stale.",
    "Do not delete the run directory while a container of the account runs: podman then takes it for stopped, and starts it a second time on the same data.",
    "Do not put XDG_RUNTIME_DIR or TMPDIR of rootless podman onto a disk without a rule that empties it at each boot.",
  ],
});
