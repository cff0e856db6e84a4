import { account, check, fails, loss, podman, procedure, scenario, step, systemd } from "#harness";
import {
  everyImage,
  everyService,
  everyServiceIsHealthy,
  mcp,
  platform,
  rift,
  vade,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";

const CANARY_ROWS = 20;
const services = everyService();
const names = services.map((one) => one.name);
const withRows = services.filter(({ component }) => component.databaseFile !== undefined);
const healthy = everyServiceIsHealthy();
const imagesAreThere = podman(mcp).hasImages(...everyImage());
const checklist = [...verificationChecklist(), ...healthy, imagesAreThere];

const knowsNoContainer = check("podman ps --all is empty", mcp.sh`podman ps --all --quiet`.printsNothing());
const knowsTheContainers = check(
  "podman knows every container",
  mcp.sh`podman ps --all --format '{{.Names}}' | wc --lines`.printsExactly(String(names.length)),
);

const storage = "/srv/mcp/.local/share/containers/storage";
const database = `${storage}/db.sql`;

const emptyMountPoints = step("Empty the mount points of the killed containers", {
  why: 'What was written there when the containers were killed lies below their file systems now. The next step would fail: "replacing mount point …: directory not empty".',
  run: mcp.sh`podman unshare find ${storage}/overlay -xdev -mindepth 3 -maxdepth 3 -path '*/merged/*' -exec rm -r {} +`,
  verify: check(
    "nothing is left in a mount point",
    mcp.sh`podman unshare find ${storage}/overlay -xdev -mindepth 3 -maxdepth 3 -path '*/merged/*' -print -quit`.printsNothing(),
  ),
});

const forgetLeftovers = step("Remove what is left of the old containers", {
  why: "Podman has forgotten them, but their storage still holds their names: `podman run --name` would fail.",
  run: mcp.sh`podman rm --force ${names}`,
  verify: check(
    "no old container is left in the storage",
    mcp.sh`podman ps --all --external --quiet`.printsNothing(),
  ),
});

export default scenario({
  id: "podman-db-reset",
  title: "Podman's database is gone, and every container with it",
  source: "Metacircular post-mortem of 2026-04-03, and the disaster-recovery document",
  summary:
    "Podman keeps what it knows of containers in one SQLite file. Without it `podman ps --all` is empty: the images are still in overlay storage, the data below /srv is untouched, and what is missing are the definitions of twelve containers.",
  tags: ["podman", "rootless", "database"],
  rig: wholePlatformRig({ canaryRows: CANARY_ROWS }),

  steady: [...checklist, knowsTheContainers],

  fault: [
    step("End the account's session, with every container in it", {
      why: "The database is not removed under podman's feet: in the incident a reboot came between.",
      run: rift.root.sh`loginctl terminate-user mcp; systemctl stop user@$(id --user mcp).service`,
      verify: podman(mcp).noneRunning(),
      within: "60s",
    }),
    step("Lose podman's database", {
      why: "As after the UID change, where it could not be read any more and was removed.",
      run: rift.root.sh`rm ${database}`,
      verify: check("the database is gone", rift.root.sh`test -e ${database}`.exits(1)),
    }),
    step("Begin a new session", {
      why: "Lingering does it at each boot.",
      run: rift.root.sh`systemctl start user@$(id --user mcp).service`,
      verify: account(mcp).hasSession(),
    }),
  ],
  breaks: [platform.allRun(), platform.resolvesItself(), knowsTheContainers, ...healthy],
  symptoms: [
    knowsNoContainer,
    podman(mcp).noneRunning(),
    imagesAreThere,
    fails(platform.resolvesItself(), "no name of the platform resolves"),
  ],
  preconditions: [account(mcp).hasSession(), imagesAreThere, systemd(rift).unitIsActive("mcp-agent")],

  procedures: {
    "by-hand": procedure({
      title: "Create every container again from its definition",
      summary:
        "What the post-mortem's operators did, with the commands that `drill services --as podman` prints.",
      steps: [
        emptyMountPoints,
        forgetLeftovers,
        ...services.map((one) =>
          step(`Create ${one.name} from its definition`, {
            why: one.stageReason,
            run: mcp.sh`${one.podmanRun}`,
            verify: one.isHealthy(),
          }),
        ),
      ],
      loses: { containers: "they are created again, under the same names" },
    }),
    "agent-recover": procedure({
      title: "Have the agent create what its registry says",
      summary:
        "What the post-mortem asked for. The agent's registry is a file of its own and has every run-time parameter, so podman's loss is not the agent's.",
      steps: [
        step("Recover from the operator's machine", {
          why: "A container that podman does not know is removed from the storage and run again, stage by stage.",
          run: vade.root.sh`mcp agent recover --node rift`,
          verify: platform.allRun(),
          within: "60s",
        }),
      ],
      loses: { containers: "they are created again, under the same names" },
    }),
  },

  checklist: [...checklist, knowsTheContainers],
  losses: [
    loss.containers(mcp),
    loss.lines(
      "definitions",
      "container definitions",
      mcp.sh`podman ps --all --format '{{.Names}} {{.Image}}'`,
    ),
    loss.images(mcp),
    ...withRows.map((one) => one.losesCanaryRows()),
    loss.files(rift.root, ...new Set(services.map((one) => one.dataDir))),
  ],
  never: ["Do not run `podman system reset`: it deletes the images, too, and they are what is left."],
});
