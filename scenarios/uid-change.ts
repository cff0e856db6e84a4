import {
  account,
  type Check,
  check,
  drillOnly,
  fails,
  files,
  loss,
  podman,
  procedure,
  refutes,
  reproduces,
  scenario,
  step,
  systemd,
} from "drillbook";
import {
  boltState,
  changeUid,
  emptyMountPoints,
  everyService,
  giveDataBack,
  leftToAPerson,
  mcp,
  type PodmanState,
  platformNamesResolve,
  platformRig,
  podmanStorage,
  removeLeftovers,
  rift,
  type Service,
  service,
  sqliteState,
  tagsAreTheDrills,
} from "#twin/metacircular/index.ts";
import { incident, nix } from "./claims/index.ts";

const OLD_UID = 995;
const NEW_UID = 850;
const CANARY_ROWS = 100;

/** Every service of the platform, in the order of the stages: each needs those before it. */
const platform = everyService();
/** What is asked ten times a second: a service of each kind of stage, so that sampling stays cheap. */
const sampled = [service("mcns"), service("mcr-api"), service("mcq")];

const whyStage: Readonly<Record<number, string>> = {
  1: "Every other service finds its peers by the names that MCNS answers.",
  2: "The core is found by name: the proxy, the registry and the certificate authority.",
  3: "The control plane deploys from the registry, with certificates of the authority.",
  4: "What people use comes last: it is deployed by the control plane.",
};

const stages = [...Map.groupBy(platform, ({ component }) => component.stage)];

/** One step a stage: each must be healthy before the next begins. */
const stageByStage = (
  verb: "Start" | "Create",
  run: (services: readonly Service[]) => Parameters<typeof step>[1]["run"],
) =>
  stages.map(([stage, services]) =>
    step(`${verb} stage ${stage}: ${services.map(({ name }) => name).join(", ")}`, {
      why: whyStage[stage] ?? "",
      ...leftToAPerson(...services.map(({ name }) => name)),
      run: run(services),
      verify: services.map((one) => one.isHealthy()),
      otherwise: `\`podman ps --all\` shows which of them ended, and \`podman logs --tail 20\` with its name says why.${verb === "Start" ? "" : " Where podman says that a name is in use, remove that container with `podman rm --force`, and repeat its command."}`,
    }),
  );

const uids = { oldUid: OLD_UID, newUid: NEW_UID };
const storage = podmanStorage;

const hasSession = account(mcp).hasSession();
const podmanAnswers = podman(mcp).answers();
const imagesAreThere = podman(mcp).hasImages(...platform.map((one) => one.image));
const names = platform.map((one) => one.name);
const everythingRuns = check(
  "every container runs",
  mcp.sh`podman ps --format '{{.Names}}'`.printsLines(names),
);
const everythingIsHealthy = platform.map((one) => one.isHealthy());
const dnsAnswers = platformNamesResolve();
const databases = platform.map(({ component }) => component.databaseFile ?? "");
const rowsAreThere = drillOnly(
  check(
    `every database has its ${CANARY_ROWS} rows of canary data`,
    mcp.sh`for file in ${databases}; do echo "$file $(sqlite3 "$file" 'select count(*) from canary')"; done`.printsLines(
      databases.map((file) => `${file} ${CANARY_ROWS}`),
    ),
  ),
);
const ownedByMcp = files(rift, "/srv").noneOwnedBy(OLD_UID);

/** The account has them by its name. */
const rangesAreAsBefore = drillOnly(
  check(
    "the ranges of subordinate UIDs and GIDs are as before",
    rift.root.sh`grep --no-filename ^mcp: /etc/subuid /etc/subgid`.printsLines([
      "mcp:100000:65536",
      "mcp:100000:65536",
    ]),
  ),
);
/** usermod has given it to the new UID, with the home directory. */
const storageIsOwned = drillOnly(files(rift, podmanStorage).noneOwnedBy(OLD_UID));

const returnData = giveDataBack(OLD_UID, NEW_UID);

const podmanFails = check(
  "podman fails and blames the OCI runtime, or the old run directory",
  mcp.sh`podman ps --all`.exits(125, {
    container: /default OCI runtime "crun" not found: invalid argument/,
    vm: /RunRoot is pointing to a path \(\/run\/user\/995\/containers\) which is not writable/,
    why: 'on a kernel of its own podman warns of the old run directory before it blames the runtime. If podman writes events to a file (events_logger = "file"), it fails earlier, at their directory: "creating events dirs: mkdir /run/user/995: permission denied".',
  }),
);

/** Podman 4.3 fails before it reaches the runtime. */
const podmanFailsAtTmpdir = check(
  "podman fails at the old run directory",
  mcp.sh`podman ps --all`.exits(125, /creating tmpdir: mkdir \/run\/user\/995: permission denied/),
);

/** Each procedure has a name of its own for its copy, so that the second cannot overwrite the copy of the first. */
const savedFrom = ({ database }: PodmanState): string => `${database}.before-rewrite`;

/** The parts that depend on the database in which podman keeps its containers. */
const partsWith = (state: PodmanState, podmanFails: Check) => ({
  symptoms: [
    podmanFails,
    state.namesOldPath,
    podman(mcp).noneRunning(),
    fails(dnsAnswers, "names no longer resolve"),
    check(
      "the images are still on the disk",
      mcp.sh`grep --only-matching --fixed-strings ${platform.flatMap((one) => ["-e", one.image])} ${storage}/overlay-images/images.json | sort --unique`.printsLines(
        platform.map((one) => one.image),
      ),
    ),
    files(rift, "/srv").someOwnedBy(OLD_UID),
  ],

  tellsApart: [
    {
      from: "no-user-session",
      how: "The directory that podman names belongs to another UID than the account has now.",
      ask: state.namesOldPath,
    },
  ],

  procedures: {
    "rewrite-paths": procedure({
      title: "Rewrite the stale paths, keep every container",
      summary:
        "The old UID's paths in podman's database are corrected. Every container comes back unchanged.",
      steps: [
        state.saveAs(savedFrom(state)),
        state.rewrite(savedFrom(state), podmanAnswers),
        emptyMountPoints,
        returnData,
        ...stageByStage("Start", (services) => mcp.sh`podman start ${services.map(({ name }) => name)}`),
      ],
    }),
    recreate: procedure({
      title: "Put the database aside, create every container again",
      summary: `What the post-mortem's operators did. It needs every run-time parameter of every service, and makes new containers under the old names. ${tagsAreTheDrills}`,
      steps: [
        returnData,
        step("Put podman's database aside", {
          why: "Podman makes a new one, with the paths of the new UID. It loses every container, but no image.",
          run: mcp.sh`mv ${state.database} ${`${state.database}.before-recreate`}`,
          verify: [podmanAnswers, imagesAreThere],
          otherwise: "`fuser` with the name of the database, as root, names the process that holds it.",
        }),
        emptyMountPoints,
        removeLeftovers(names),
        ...stageByStage("Create", (services) => services.map((one) => mcp.sh`${one.podmanRun}`)),
      ],
      loses: {
        containers: "the database that lists them is put aside; they are created again under the same names",
      },
    }),
  },

  checklist: [
    account(mcp).hasUid(NEW_UID),
    hasSession,
    podmanAnswers,
    state.namesNoOldPath,
    state.hasCopy,
    ownedByMcp,
    imagesAreThere,
    everythingRuns,
    ...everythingIsHealthy,
    dnsAnswers,
    rowsAreThere,
  ],
});

const usual = partsWith(sqliteState(uids), podmanFails);

export default scenario({
  id: "uid-change",
  title: "The account that owns rootless podman has a new UID",
  source: "Metacircular post-mortem of 2026-04-03, UID change cascading failure",
  summary:
    "Podman stores the account's old UID in its database and in the path of the run directory, and the data keeps its old owner. After the change and a reboot no container starts. Without the DNS server, other services cannot be found either.",
  tags: ["podman", "rootless", "uid", "reboot", "dns"],
  rig: platformRig({
    services: platform,
    canaryRows: CANARY_ROWS,
    samples: [dnsAnswers, ...sampled.map((one) => one.isHealthy())],
  }),

  steady: [
    account(mcp).hasUid(OLD_UID),
    hasSession,
    podmanAnswers,
    imagesAreThere,
    everythingRuns,
    ...everythingIsHealthy,
    dnsAnswers,
    rowsAreThere,
  ],

  fault: [
    ...changeUid(OLD_UID, NEW_UID),
    step("Reboot for a clean session", {
      why: "The session of the old UID must end; lingering starts one of the new UID.",
      run: rift.reboot(),
      verify: [systemd(rift).isUp(), hasSession],
      within: "60s",
    }),
  ],

  breaks: [podmanAnswers, everythingRuns, ...everythingIsHealthy, dnsAnswers, imagesAreThere, ownedByMcp],

  symptoms: [...usual.symptoms, storageIsOwned, rangesAreAsBefore],

  tellsApart: [
    {
      from: "crun is not installed, or podman does not find it",
      alike: podmanFails,
      how: "crun exists. Podman blames it, but the cause is a directory of the old UID in podman's own database.",
      ask: sqliteState(uids).namesOldPath,
    },
    ...usual.tellsApart,
  ],

  preconditions: [account(mcp).hasUid(NEW_UID), hasSession, podman(mcp).noneRunning()],

  procedures: usual.procedures,

  checklist: usual.checklist,

  // Podman 4 keeps its containers in another kind of database.
  with: { podman: { "4.3": partsWith(boltState(uids), podmanFailsAtTmpdir) } },

  endurance: [
    step("Stop and start every service", {
      why: "A container that starts but cannot be stopped is not recovered.",
      run: [mcp.sh`podman stop ${names}`, mcp.sh`podman start ${names}`],
      verify: everythingIsHealthy,
      within: "60s",
    }),
    step("Reboot once more and start the services", {
      why: "A recovery must survive the next boot. `unless-stopped` does not bring a container back after a reboot, so they are started by hand.",
      run: [rift.reboot(), mcp.sh`podman start ${names}`],
      verify: [systemd(rift).isUp(), ...everythingIsHealthy],
      within: "60s",
    }),
  ],

  losses: [
    loss.containers(mcp),
    loss.images(mcp),
    ...platform.map((one) => one.losesCanaryRows()),
    loss.files(rift.root, ...new Set(platform.map((one) => one.dataDir))),
  ],

  claims: [
    reproduces("Declare the new UID and apply the declaration", incident(5, 6)),
    reproduces("Change the UID", incident(7)),
    reproduces(sqliteState(uids).namesOldPath, incident(8)),
    reproduces("Reboot for a clean session", incident(9, 13)),
    refutes(
      rangesAreAsBefore,
      incident(10),
      "The ranges are the account's by its name. They are unchanged, and podman works with the new UID.",
    ),
    refutes(
      storageIsOwned,
      incident(11),
      "`usermod` gives the home directory to the new UID, and with it podman's storage. Nothing in it is left to the old one.",
    ),
    refutes(
      podmanFails,
      incident(12, 14),
      "`podman ps --all` exits with 125 and blames the OCI runtime or the old run directory.",
    ),
    reproduces("the images are still on the disk", incident(16)),
    refutes(
      "rewrite-paths",
      incident(48),
      "Three things are to be repaired: podman's database, the session (a reboot does it) and the owners in /srv. `usermod` gives the storage to the new UID by itself, and the ranges of subordinate UIDs need nothing.",
    ),
    refutes(
      podmanAnswers,
      nix(127),
      "With the stale paths in podman's database rewritten every container comes back as it was.",
    ),
  ],
  never: [
    "Never change the UID of an account that runs rootless podman. Move the other account, or set another UID for this host only.",
    "Do not run `podman system reset`: it deletes every container, image, network and volume of the account.",
    "Do not delete the services' databases when they say `permission denied`: their owner is wrong, not their content.",
  ],
});
