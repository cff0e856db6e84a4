import { account, check, fails, loss, procedure, raw, scenario, step } from "drillbook";
import {
  databaseFiles,
  eachCallIsDoneWithoutProfile,
  eachCallIsRefused,
  fillRegistryAndAuthority,
  mcp,
  onLibrary17,
  platformRig,
  profileIsHardened,
  profileIsUsual,
  profileNamesAllFour,
  profileSetting,
  pullsATag,
  registryAndAuthorityLosses,
  rift,
  rollOutProfile,
  type Service,
  service,
  todaysRelease,
  usualProfile,
  usualProfileNamesNone,
} from "#twin/metacircular/index.ts";

const UID = 850;
const CANARY_ROWS = 20;

const registry = onLibrary17("mcr-api");
const authority = onLibrary17("metacrypt-api");
const queue = service("mcq");
const services = [registry, authority, queue];
const healthy = services.map((one) => one.isHealthy());
const [database] = databaseFiles(registry);
const aside = "/srv/mcr/aside";

const [queueFile] = databaseFiles(queue);
const queueFileAside = `${queueFile}.aside`;

const queueFileHasMode = (mode: string) =>
  check(
    `the mode of mcq's database is ${mode}`,
    rift.root.sh`stat --format %a ${queueFile}`.printsExactly(mode),
  );
const ownerOnly = check(
  "the databases are for their owner alone",
  rift.root.sh`find ${services.map((one) => databaseFiles(one)[0])} ! -perm 600`.printsNothing(),
);
const ownedInside = check(
  "the containers see root as the owner of the database, as it should be",
  mcp.sh`podman unshare stat --format ${"%u %a %n"} ${database}`.printsExactly(`0 600 ${database}`),
);

/** A container that makes a file and sets its mode, with this option of podman's. */
const setsModeOfNewFile = (option: string) =>
  mcp.sh`podman run --rm --network none ${raw(option)}--entrypoint node ${registry.image} --eval ${'fs.writeFileSync("/tmp/new", ""); fs.chmodSync("/tmp/new", 0o600)'}`;

const mayNotChmodNewFile = check(
  "a container may not even chmod a file that it has just made (the drill's image has node; any with a shell will do: --entrypoint sh IMAGE -c 'touch /tmp/new && chmod 600 /tmp/new')",
  setsModeOfNewFile("").exits(1, /EPERM: operation not permitted, chmod '\/tmp\/new'/),
);

const logOf = (name: string) => mcp.sh`podman logs --tail 1 ${name} 2>&1`;
const registryEndsAtChmod = check(
  "mcr-api ends at the chmod",
  logOf(registry.name).prints(/^open database: chmod \/srv\/mcr\/mcr\.db: operation not permitted$/m),
);
const authorityEndsAtChmod = check(
  "metacrypt-api ends at the chmod",
  logOf(authority.name).prints(
    /^open database: chmod \/srv\/metacrypt\/metacrypt\.db: operation not permitted$/m,
  ),
);

/** Asked before anything is removed: a registry that is down serves none. */
const imagesExist = (all: readonly Service[]) =>
  raw(all.map(({ image }) => `podman image exists ${image}`).join(" && "));
const tagsAreTheDrills =
  "The tags are the drill's: take what `podman inspect --format '{{.ImageName}}' mcr-api` prints before you begin, and so for each. Where podman lacks one of the images, the first line ends without a word, and nothing is removed.";

/** All are removed before the first is made: podman says that one is gone a moment before its ports are free. */
const makeAnew = (all: readonly Service[], line = (one: Service) => one.podmanRun) => [
  mcp.sh`${imagesExist(all)} && podman rm --force --time 2 ${all.map(({ name }) => name)}`,
  ...all.map((one) => mcp.sh`${line(one)}`),
];

/** The same container with one more option. */
const withOption = ({ podmanRun }: Service, option: string): typeof podmanRun => ({
  kind: "raw",
  text: podmanRun.text.map((part) =>
    typeof part === "string" ? part.replace(/^podman run -d /, `podman run -d ${option} `) : part,
  ),
});

export default scenario({
  id: "fchmod-seccomp",
  title: "chmod is denied in every container, for new files, too",
  source:
    "Metacircular post-mortem of 2026-04-03, step 8, and the change to the platform's library that came of it",
  summary:
    "A seccomp profile answers `Operation not permitted` to chmod and its relatives fchmod, fchmodat and fchmodat2. Owners and modes are as they should be, and the line in the log is the one of a database with a foreign owner. Services on release 1.7 of the platform's library end at it, also with a new database: the recovery document's answer loses the data for nothing.",
  tags: ["podman", "rootless", "seccomp", "sqlite", "chmod"],
  rig: platformRig({
    services,
    canaryRows: CANARY_ROWS,
    settled: true,
    samples: healthy,
    provision: todaysRelease(["mcr-api", "metacrypt-api"]),
    setup: fillRegistryAndAuthority(),
  }),

  steady: [...healthy, pullsATag(), ownerOnly, ownedInside, profileIsUsual, usualProfileNamesNone],

  fault: [
    rollOutProfile(
      services.map(({ name }) => name),
      healthy,
    ),
    step("Make the containers anew", {
      why: "As the next deploy does, perhaps weeks later: from here on they have the new profile.",
      run: makeAnew(services),
      verify: [registryEndsAtChmod, authorityEndsAtChmod, queue.isHealthy()],
    }),
    step("Try the document's answer, with the database put aside", {
      why: "It says to delete the database. Moved instead of deleted, the try costs nothing, and it does not help: the service makes a new file, owns it, and may not chmod it.",
      run: mcp.sh`podman stop --time 2 ${registry.name} && mkdir ${aside} && mv ${raw(`${database}*`)} ${aside} && podman start ${registry.name}`,
      verify: [
        check(
          "a new database was made, and is as far as it came",
          mcp.sh`podman unshare stat --format ${"%u %a %s"} ${database}`.printsExactly("0 600 0"),
        ),
        fails(registry.isHealthy(), "mcr-api is not healthy"),
      ],
    }),
    step("Put the database back", {
      why: "What was only moved is still there.",
      run: mcp.sh`podman stop --time 2 ${registry.name} && mv --force ${aside}/* /srv/mcr/ && rmdir ${aside} && podman start ${registry.name}`,
      verify: [check("the database is back", mcp.sh`test -s ${database}`), registryEndsAtChmod],
    }),
  ],
  breaks: [registry.isHealthy(), authority.isHealthy(), pullsATag()],
  symptoms: [
    registryEndsAtChmod,
    ownedInside,
    mayNotChmodNewFile,
    check(
      "a container without a profile may: so the profile is the cause",
      setsModeOfNewFile("--security-opt seccomp=unconfined "),
    ),
    profileIsHardened,
    profileNamesAllFour,
    check(
      "a service on release 1.8 warns and runs",
      mcp.sh`podman logs ${queue.name} 2>&1 | grep chmod | sort --unique`.printsExactly(
        "warning: chmod /srv/mcq/mcq.db: operation not permitted; going on with the mode that it has",
      ),
    ),
    eachCallIsRefused(registry.image),
    eachCallIsDoneWithoutProfile(registry.image),
  ],
  tellsApart: [
    {
      from: "fchmod-denial",
      how: "Root of the container owns the database, as it should, and a new file cannot be chmodded either; there the owner is nobody (65534), and a new file can.",
      look: "EPERM: operation not permitted, chmod '/tmp/new'",
      unless: "65534 /srv/",
      ask: mayNotChmodNewFile,
    },
    {
      from: "container-uid",
      how: "The image names no user, and the service may write: its chmod alone is refused.",
      unless: "attempt to write a readonly database",
      ask: mayNotChmodNewFile,
    },
  ],
  preconditions: [account(mcp).hasUid(UID), account(mcp).hasSession()],

  procedures: {
    "usual-profile": procedure({
      title: "Take podman's own profile again",
      summary:
        "Removes the cause for every container of the machine. Take it where nothing demands the profile: it lasts, and other containers have the same trouble. Whoever wrote the profile has to hear of it before it comes back with the next roll-out.",
      steps: [
        step("Move the setting aside", {
          why: "Not deleted: its other rules may be worth having, without these four names.",
          run: rift.root.sh`mv ${profileSetting} ${`${profileSetting}.denies-chmod`}`,
          verify: profileIsUsual,
        }),
        step("Make the containers anew", {
          why: `A start is not enough: a container keeps the profile that it was made with. ${tagsAreTheDrills}`,
          run: makeAnew(services),
          verify: healthy,
        }),
      ],
    }),
    "usual-profile-for-two": procedure({
      title: "Leave the profile, and make an exception of two services",
      summary:
        "Take it for tonight, on a machine whose profile must stay, with no newer release at hand. The option is in no definition yet: the next deploy forgets it.",
      steps: [
        step("Make both services anew with podman's own profile", {
          why: `An option on the command line wins over the setting of the machine. ${tagsAreTheDrills}`,
          run: makeAnew([registry, authority], (one) =>
            withOption(one, `--security-opt seccomp=${usualProfile}`),
          ),
          verify: healthy,
        }),
      ],
    }),
    "newer-release": procedure({
      title: "Leave the profile, and take releases that go on without chmod",
      summary:
        "Take it where the profile must stay and the images of newer releases are on the machine, for the registry cannot serve them: it lasts as soon as the definitions name them. From release 1.8 of the library on, a refused chmod is a warning. New databases are for their owner alone from the moment they are made; an old one keeps whatever mode it has.",
      steps: [
        step("Make both services anew from today's releases", {
          why: "The data is untouched; a release that goes on is all that is missing. The tags are those of the drill's newer releases: take yours. Where podman lacks one of the images, the first line ends without a word, and nothing is removed.",
          run: makeAnew([service("mcr-api"), service("metacrypt-api")]),
          verify: [...healthy, ownerOnly],
        }),
      ],
      endurance: [
        step("Give a database to the group to read, and start its service", {
          why: "A mode that is too wide stays, for the service may not narrow it: a warning is all.",
          run: mcp.sh`podman stop --time 2 ${queue.name} && chmod g+r ${queueFile} && podman start ${queue.name}`,
          verify: [queue.isHealthy(), queueFileHasMode("640")],
        }),
        step("Put the database aside, and let the service make a new one", {
          why: "A new one is for its owner alone without a chmod.",
          run: mcp.sh`podman stop --time 2 ${queue.name} && mv ${queueFile} ${queueFileAside} && podman start ${queue.name}`,
          verify: [queue.isHealthy(), queueFileHasMode("600")],
        }),
        step("Give it the old one back", {
          why: "Its rows are counted.",
          run: mcp.sh`podman stop --time 2 ${queue.name} && mv ${queueFileAside} ${queueFile} && podman start ${queue.name}`,
          verify: queue.isHealthy(),
        }),
      ],
    }),
  },

  checklist: [...healthy, pullsATag()],
  endurance: [
    step("Stop and start every service", {
      why: "The chmod comes at every start.",
      run: mcp.sh`podman stop --time 2 ${services.map(({ name }) => name)} && podman start ${services.map(({ name }) => name)}`,
      verify: healthy,
    }),
  ],
  losses: [
    ...registryAndAuthorityLosses(),
    ...services.map((one) => one.losesCanaryRows()),
    loss.files(rift.root, ...services.map(({ dataDir }) => dataDir)),
  ],
  never: [
    "Do not delete the database: the service makes a new one, and may not chmod that either. The data would be lost for nothing.",
    "Do not change owners: they are right.",
    "Do not run the services with `--security-opt seccomp=unconfined` for good: it is a way to find the cause, and drops every other rule, too.",
  ],
});
