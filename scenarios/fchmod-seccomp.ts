import { account, check, fails, loss, procedure, raw, refutes, scenario, step } from "drillbook";
import {
  databaseFiles,
  eachCallIsDoneWithoutProfile,
  eachCallIsRefused,
  fillRegistryAndAuthority,
  mcp,
  onLibrary17,
  platformRig,
  profileIsHardened,
  profileIsHardenedNoMore,
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
import { incident } from "./claims/index.ts";

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
  mcp.sh`podman run --rm --network none ${raw(option)}--entrypoint node ${registry.image} --eval ${'fs.writeFileSync("/tmp/new", ""); fs.chmodSync("/tmp/new", 0o600)'}`.typedAs(
    `podman run --rm --network none ${option}--entrypoint sh ${registry.image} -c 'touch /tmp/new && chmod 600 /tmp/new'`,
  );

const mayNotChmodNewFile = check(
  "a container may not even chmod a file that it has just made (in node's words; a shell's chmod says `Operation not permitted`)",
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

/** Checked before anything is removed: a registry that is down cannot serve them. */
const imagesExist = (all: readonly Service[]) =>
  raw(all.map(({ image }) => `podman image exists ${image}`).join(" && "));
const missingImage =
  "Where podman lacks one of the images, the first command prints nothing and removes nothing: do not type the others then.";
const tagsAreTheDrills = `The tags are the drill's: put in what \`podman inspect --format '{{.ImageName}}' mcr-api\` prints before you type the commands, and the same for each service. ${missingImage}`;
/** Source: DR, stage 2. */
const vaultIsSealed =
  "Metacrypt's vault is sealed at every start: until a person types its password, it answers and issues no certificate.";

/** All are removed before the first is made: podman reports a container as removed a moment before its ports are free. */
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
    "Metacircular post-mortem of 2026-04-03, step 8, and the change to the platform's library that followed it",
  summary:
    "A seccomp profile answers `Operation not permitted` to chmod and the related calls fchmod, fchmodat and fchmodat2. Owners and modes are correct, and the line in the log is the same as for a database with a foreign owner. Services on release 1.7 of the platform's library end at it, also with a new database. The recovery document's advice loses the data and repairs nothing.",
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
      why: "As the next deploy does, perhaps weeks later. From here on the containers have the new profile.",
      run: makeAnew(services),
      verify: [registryEndsAtChmod, authorityEndsAtChmod, queue.isHealthy()],
    }),
    step("Try the document's answer, with the database put aside", {
      why: "The document says to delete the database. Here it is moved, so the attempt loses no data. It does not help: the service makes a new file, owns it, and may not chmod it.",
      run: mcp.sh`podman stop --time 2 ${registry.name} && mkdir ${aside} && mv ${raw(`${database}*`)} ${aside} && podman start ${registry.name}`,
      verify: [
        check(
          "a new, empty database was made, and the service got no further",
          mcp.sh`podman unshare stat --format ${"%u %a %s"} ${database}`.printsExactly("0 600 0"),
        ),
        fails(registry.isHealthy(), "mcr-api is not healthy"),
      ],
    }),
    step("Put the database back", {
      why: "The database was only moved and is complete.",
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
      "a container without a profile may chmod: so the profile is the cause",
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
      how: "Root of the container owns the database, as it should, and chmod on a new file fails, too. There the owner is the account nobody (65534), and chmod on a new file works.",
      look: "EPERM: operation not permitted, chmod '/tmp/new'",
      unless: "65534 /srv/",
      ask: mayNotChmodNewFile,
    },
    {
      from: "container-uid",
      how: "The image names no user, and the service may write: only its chmod is refused.",
      unless: "attempt to write a readonly database",
      ask: mayNotChmodNewFile,
    },
  ],
  preconditions: [account(mcp).hasUid(UID), account(mcp).hasSession()],

  procedures: {
    "usual-profile": procedure({
      title: "Use podman's own profile again",
      summary:
        "Removes the cause for every container of the machine. Use it where the profile is not required: the repair is permanent, and other containers have the same problem. Inform the author of the profile before the next roll-out brings it back.",
      steps: [
        step("Move the setting aside", {
          why: "It is not deleted, because its other rules may be useful without these four names.",
          onThePlatform:
            "On NixOS the setting is `virtualisation.containers.containersConf.settings.containers.seccomp_profile`: take it out of the configuration, and run `nixos-rebuild switch` in place of the command.",
          run: rift.root.sh`mv ${profileSetting} ${`${profileSetting}.denies-chmod`}`,
          verify: profileIsHardenedNoMore,
          otherwise: {
            look: "Another file may set a profile, too: `podman info --format {{.Host.Security.SECCOMPProfilePath}}` names the one that holds.",
          },
        }),
        step("Make the containers anew", {
          why: `A restart is not enough: a container keeps the profile that it was made with. ${tagsAreTheDrills} ${vaultIsSealed}`,
          run: makeAnew(services),
          verify: healthy,
          otherwise:
            "`podman logs --tail 20` with the name of the service that does not answer says why it ended.",
        }),
      ],
    }),
    "usual-profile-for-two": procedure({
      title: "Keep the profile, and make an exception of two services",
      summary:
        "Use it for tonight, on a machine whose profile must stay, if no newer release is available. No definition has the option yet: the next deploy removes it.",
      steps: [
        step("Make both services anew with podman's own profile", {
          why: `An option on the command line overrides the setting of the machine. ${tagsAreTheDrills} ${vaultIsSealed}`,
          onThePlatform: `Where ${usualProfile} is not there, as on NixOS, take \`usual-profile\` instead.`,
          run: makeAnew([registry, authority], (one) =>
            withOption(one, `--security-opt seccomp=${usualProfile}`),
          ),
          verify: healthy,
          otherwise: {
            look: "`podman logs --tail 20` with the name of the service that does not answer says why it ended.",
            take: "usual-profile",
          },
        }),
      ],
      lasts: "until the next deployment, which makes the containers without the option",
    }),
    "newer-release": procedure({
      title: "Keep the profile, and use releases that continue without chmod",
      summary:
        "Use it where the profile must stay and the images of newer releases are already on the machine, because the registry cannot serve them. It is permanent once the definitions name the new releases. From release 1.8 of the library on, a refused chmod is a warning. New databases are private to their owner as soon as they are made; an existing one keeps its mode.",
      steps: [
        step("Make both services anew from today's releases", {
          why: `The data is unchanged; only a release that tolerates the refusal is missing. The tags are those of the drill's newer releases: use yours. ${missingImage} ${vaultIsSealed}`,
          run: makeAnew([service("mcr-api"), service("metacrypt-api")]),
          verify: [...healthy, ownerOnly],
          otherwise: {
            look: "Where podman does not have the images, the registry cannot serve them now.",
            take: "usual-profile",
          },
        }),
      ],
      endurance: [
        step("Give a database to the group to read, and start its service", {
          why: "A mode that is too wide stays, because the service may not change it: it only warns.",
          run: mcp.sh`podman stop --time 2 ${queue.name} && chmod g+r ${queueFile} && podman start ${queue.name}`,
          verify: [queue.isHealthy(), queueFileHasMode("640")],
        }),
        step("Put the database aside, and let the service make a new one", {
          why: "A new database is private to its owner without a chmod.",
          run: mcp.sh`podman stop --time 2 ${queue.name} && mv ${queueFile} ${queueFileAside} && podman start ${queue.name}`,
          verify: [queue.isHealthy(), queueFileHasMode("600")],
        }),
        step("Give it the old one back", {
          why: "The drill counts the rows of the old database.",
          run: mcp.sh`podman stop --time 2 ${queue.name} && mv ${queueFileAside} ${queueFile} && podman start ${queue.name}`,
          verify: queue.isHealthy(),
        }),
      ],
    }),
  },

  checklist: [...healthy, pullsATag()],
  endurance: [
    step("Stop and start every service", {
      why: "The services call chmod at every start.",
      run: mcp.sh`podman stop --time 2 ${services.map(({ name }) => name)} && podman start ${services.map(({ name }) => name)}`,
      verify: healthy,
    }),
  ],
  losses: [
    ...registryAndAuthorityLosses(),
    ...services.map((one) => one.losesCanaryRows()),
    loss.files(rift.root, ...services.map(({ dataDir }) => dataDir)),
  ],
  claims: [
    refutes(
      "a container without a profile may chmod: so the profile is the cause",
      incident(40),
      "Root of a container may set the mode of a file that it owns. It is denied where the owner is not mapped in the namespace (fchmod-denial), or where a seccomp profile denies the call.",
    ),
    refutes(
      "Try the document's answer, with the database put aside",
      incident(43),
      "Where a profile is the cause the service ends at the chmod of the new database, too. Where the owner was the cause a new database has no such error.",
    ),
  ],
  never: [
    "Do not delete the database: the service makes a new one, and may not chmod that either. The data would be lost without any effect.",
    "Do not change owners: they are correct.",
    "Do not run the services with `--security-opt seccomp=unconfined` permanently: it helps to find the cause, but it also drops every other rule.",
  ],
});
