import { account, check, drillOnly, loss, procedure, raw, scenario, sqlite, step } from "drillbook";
import {
  crashInTransaction,
  databaseFiles,
  fillRegistryAndAuthority,
  lastTagIsInLogAlone,
  mcp,
  onLibrary17,
  platformRig,
  pullsATag,
  pushAgain,
  pushLast,
  registryAndAuthorityLosses,
  rift,
  service,
} from "#twin/metacircular/index.ts";

const OLD_UID = 995;
const UID = 850;
/** What the kernel calls an owner that a namespace does not know. Source: user_namespaces(7), overflowuid. */
const UNKNOWN = 65534;
/** The same number where the namespace knows it: the last but one of the account's 65536 subordinate UIDs. */
const NOBODY_ON_HOST = 165533;
const CANARY_ROWS = 20;

const registry = onLibrary17("mcr-api");
const authority = onLibrary17("metacrypt-api");
const queue = service("mcq");
const docs = service("mcdoc");
const services = [registry, authority, queue, docs];
const names = services.map(({ name }) => name);
const folders = services.map(({ dataDir }) => dataDir);
const healthy = services.map((one) => one.isHealthy());
const databases = services.map((one) => databaseFiles(one)[0]);
const allFiles = services.flatMap(databaseFiles);
const logs = allFiles.filter((file) => !databases.includes(file));
const [registryFile] = databaseFiles(registry);
const [authorityFile] = databaseFiles(authority);

const noneForeign = check(
  "every file has an owner that the containers know",
  mcp.sh`podman unshare find ${folders} -uid ${UNKNOWN}`.printsNothing(),
);
/** The -wal and -shm files are not there all the time; a copy that somebody keeps beside them has a mode of its own. */
const isOfDatabase = raw("-regextype posix-extended -regex '.*[.]db(-wal|-shm)?'");
const ownerOnly = check(
  "the databases, with their -wal and -shm files, are for their owner alone",
  rift.root.sh`find ${folders} -xdev ${isOfDatabase} ! -perm 600`.printsNothing(),
);

const endsAtChmod = ({ name }: { readonly name: string }, file: string) =>
  check(
    `${name} ends at the chmod`,
    mcp.sh`podman logs --tail 1 ${name} 2>&1`.prints(
      new RegExp(`^open database: chmod ${file}: operation not permitted$`, "m"),
    ),
  );
const registryEndsAtChmod = endsAtChmod(registry, "/srv/mcr/mcr\\.db");
const authorityEndsAtChmod = endsAtChmod(authority, "/srv/metacrypt/metacrypt\\.db");

const ownerIsNobody = check(
  "the containers see 65534 as the owner of the database, which is nobody",
  mcp.sh`podman unshare stat --format ${"%u %n"} ${registryFile}`.printsExactly(`${UNKNOWN} ${registryFile}`),
);

const [, ...queueLogs] = databaseFiles(queue);
const logsAreNobodys = check(
  `where a service could start on such a file, SQLite has given its new -wal and -shm files to the containers' own ${UNKNOWN}, which the host calls ${NOBODY_ON_HOST}`,
  rift.root.sh`stat --format ${"%u %n"} ${queueLogs}`.printsLines(
    queueLogs.map((file) => `${NOBODY_ON_HOST} ${file}`),
  ),
);

const authorityCannotOpen = check(
  "only where somebody has given back the .db file alone: its -wal and -shm keep the service from opening it",
  mcp.sh`podman logs --tail 1 ${authority.name} 2>&1`.prints(
    /^open database: unable to open database file: \/srv\/metacrypt\/metacrypt\.db$/m,
  ),
);

/** Every kind of line once: the service has been started more often than that. */
const complaintsOf = (name: string) =>
  mcp.sh`podman logs ${name} 2>&1 | grep -e chmod -e database | sort --unique`;
const warns =
  /^warning: chmod \/srv\/mcq\/mcq\.db: operation not permitted; going on with the mode that it has$/m;
const cannotOpen = /^open database: unable to open database file: \/srv\/mcq\/mcq\.db$/m;

const stop = step("Stop the services", {
  why: "Podman starts those that fail again and again, and the one that runs has its database open.",
  run: mcp.sh`podman stop --time 2 ${names}`,
  verify: check("none of them runs", mcp.sh`podman ps --quiet`.printsNothing()),
});

export default scenario({
  id: "fchmod-denial",
  title: "chmod on a database is denied: its owner is nobody in the container",
  source: 'Metacircular post-mortem of 2026-04-03, step 8; disaster-recovery document, "common errors"',
  summary:
    "The databases kept the UID that the account had before, and no container knows it: there they belong to 65534 (the account nobody), and no process in the container may chmod them. Services on release 1.7 of the platform's library end at that; from 1.8 on they say so and go on, as far as the file's mode lets them. Where the log says `unable to open database file` without a word of chmod, look at the owner of its -wal and -shm files. In the drill the services had been killed before, and a writer in the middle of a transaction: what was committed last is in a -wal file alone, and must survive, too.",
  tags: ["podman", "rootless", "uid", "sqlite", "chmod", "data-loss"],
  rig: platformRig({
    services,
    canaryRows: CANARY_ROWS,
    settled: true,
    samples: healthy,
    setup: [...fillRegistryAndAuthority(), pushLast()],
  }),

  steady: [...healthy, pullsATag(), noneForeign, ownerOnly],

  fault: [
    crashInTransaction(services, registry),
    step("Leave the databases to the UID from before", {
      why: `The incident's operators gave /srv to the new UID, and chmod was denied all the same, until the databases were made anew: so these had kept an owner that the namespace does not have. How they escaped, nobody has written down.`,
      run: rift.root.sh`chown ${OLD_UID} ${allFiles}`,
      verify: check(
        "in the namespace nobody known owns them",
        mcp.sh`podman unshare stat --format ${"%u %n"} ${databases}`.printsLines(
          databases.map((file) => `${UNKNOWN} ${file}`),
        ),
      ),
    }),
    step("Start the services", {
      why: "Their mode is 600, so nobody but the unknown owner can even open them. Which line a service ends with depends on its release.",
      run: mcp.sh`podman start ${names}`,
      verify: [
        registryEndsAtChmod,
        authorityEndsAtChmod,
        check(
          "mcq, on release 1.8, goes on after the chmod and cannot open the file",
          complaintsOf(queue.name).prints(warns).prints(cannotOpen),
        ),
      ],
    }),
    step("Mend it by halves", {
      why: "First aid that suggests itself: let the group in, which is mcp's own, to read and write, for mcdoc to read only; or give back the .db file alone, as for metacrypt-api. It leaves one service with chmod, one with a file that it cannot open, one with a file that it cannot write, and one that runs.",
      run: [
        rift.root
          .sh`chmod g+rw ${[registry, queue].flatMap(databaseFiles)} && chmod g+r ${databaseFiles(docs)} && chown mcp ${authorityFile}`,
        mcp.sh`podman stop --time 2 ${names} && podman start ${names}`,
      ],
      verify: [queue.isHealthy(), authorityCannotOpen],
    }),
    step("Start the one that runs once more", {
      why: `It deletes its -wal and -shm files when it ends, and makes new ones. As root of its container it gives them to the owner that it sees for the database: ${UNKNOWN}. A third owner is among the files now.`,
      run: mcp.sh`podman stop --time 2 ${queue.name} && podman start ${queue.name}`,
      verify: [queue.isHealthy(), logsAreNobodys],
    }),
  ],
  breaks: [
    registry.isHealthy(),
    authority.isHealthy(),
    docs.isHealthy(),
    pullsATag(),
    noneForeign,
    ownerOnly,
  ],
  symptoms: [
    registryEndsAtChmod,
    ownerIsNobody,
    check(
      "its owner on the host is the UID from before, not the account's",
      rift.root.sh`stat --format ${"%u %n"} ${registryFile}`.printsExactly(`${OLD_UID} ${registryFile}`),
    ),
    check(
      "the root of a namespace may not take it",
      mcp.sh`podman unshare chown 0:0 ${registryFile}`.exits(
        1,
        /chown: changing ownership of '\/srv\/mcr\/mcr\.db': Operation not permitted/,
      ),
    ),
    check(
      "a service on release 1.8 warns, and cannot open the file until somebody lets its group in",
      complaintsOf(queue.name).prints(warns).prints(cannotOpen),
    ),
    authorityCannotOpen,
    check(
      "only where somebody has let the group in to read: a service on release 1.8 runs and cannot write",
      rift.root.sh`curl --silent --show-error ${docs.component.healthUrl}`.prints(
        /"reason":"database: attempt to write a readonly database"/,
      ),
    ),
    drillOnly(logsAreNobodys),
    drillOnly(lastTagIsInLogAlone()),
  ],
  tellsApart: [
    {
      from: "fchmod-seccomp",
      how: "The owner of the database is nobody (65534); there it is root, as it should be, and a container may not chmod a file that it has just made either.",
      look: `${UNKNOWN} ${registryFile}`,
      unless: "EPERM: operation not permitted, chmod",
      ask: ownerIsNobody,
    },
    {
      from: "container-uid",
      how: "The owner of the database is nobody (65534); there it is root, and the image names a user of its own.",
      look: `${UNKNOWN} ${registryFile}`,
      unless: "open database: create",
      ask: ownerIsNobody,
    },
  ],
  preconditions: [account(mcp).hasUid(UID), account(mcp).hasSession()],

  procedures: {
    "own-again": procedure({
      title: "Give the databases back from the host",
      summary:
        "Root of the host may chown any file, root of a namespace only those whose owner it has. Nothing is lost, not even what was committed last before the crash and is in the -wal files alone. Take it wherever the files are still there.",
      steps: [
        step("Give every file to the account, as root of the host", {
          why: `The host shows two owners: ${OLD_UID}, and ${NOBODY_ON_HOST}, to whom SQLite gave what it made since (100000 + ${UNKNOWN} - 1, for 100000 is where the account's subordinate UIDs begin). The -wal and -shm files go with their database: what was committed last is in the -wal alone. Where somebody has let the group in, the second command shuts it out again: a service that starts does that for its .db alone, and the -wal that a crash left would keep its mode.`,
          run: [
            rift.root
              .sh`find ${folders} -xdev '(' -uid ${OLD_UID} -o -uid ${NOBODY_ON_HOST} ')' -exec chown --no-dereference mcp {} +`,
            rift.root.sh`find ${folders} -xdev ${isOfDatabase} -exec chmod 600 {} +`,
          ],
          verify: [noneForeign, ownerOnly],
        }),
        step("Start the services again", {
          why: "At its start each reads what the crash left in the -wal.",
          run: mcp.sh`podman stop --time 2 ${names} && podman start ${names}`,
          verify: [...healthy, ownerOnly, ...databases.map((file) => sqlite(mcp, file).isIntact())],
        }),
      ],
      endurance: [
        step("Look at the database that crashed", {
          why: "That the file is whole says the command. That SQLite has played in what was committed before the crash, and nothing of the half transaction, is in the rows: the drill counted them in each database, and there were as many as before, and no more.",
          run: mcp.sh`sqlite3 ${registryFile} 'pragma integrity_check'`,
          verify: services.map((one) => one.hasCanaryRows(CANARY_ROWS)),
        }),
      ],
    }),
    "delete-and-recreate": procedure({
      title: "Delete the databases, start with empty ones",
      summary:
        "What was done then, and what the recovery document says for every service that says chmod. To the letter it takes mcq's database, too, which was in use. Take it only where the files themselves are gone or broken.",
      steps: [
        stop,
        step("Delete the databases", {
          why: "The account may delete what it does not own, because the folder is its own. The services make new files, which are theirs.",
          run: mcp.sh`rm --force ${allFiles}`,
          verify: check("they are gone", mcp.sh`ls ${databases} 2>/dev/null`.exits(2).printsNothing()),
        }),
        step("Start the services", {
          why: "Each makes an empty database, which belongs to it.",
          run: mcp.sh`podman start ${names}`,
          verify: healthy,
        }),
        pushAgain(),
      ],
      loses: {
        tags: "tags are rows; only what is pushed again comes back",
        certificates: "which certificates were issued is forgotten",
        authority: "a new key: whatever trusted the old authority does not trust this one",
        ...Object.fromEntries(names.map((name) => [`${name}-rows`, "rows of the deleted database"])),
      },
    }),
    "delete-logs": procedure({
      title: "Delete the -wal and -shm files as if they were locks",
      summary:
        "After a crash they look like locks that nobody took away, and a service that says `unable to open database file` starts once they are gone.",
      steps: [
        stop,
        step("Delete the -wal and -shm files", {
          why: "The account may delete what it does not own, because the folder is its own.",
          run: mcp.sh`rm --force ${logs}`,
          verify: check(
            "no -wal and no -shm file is left",
            mcp.sh`ls ${logs} 2>/dev/null`.exits(2).printsNothing(),
          ),
        }),
        step("Give the databases to the account, as root of the host", {
          why: "Their owner is what chmod is denied for.",
          run: rift.root.sh`chown --no-dereference mcp ${databases} && chmod 600 ${databases}`,
          verify: [noneForeign, ownerOnly],
        }),
        step("Start the services on what is left", {
          why: "Each opens its database without a complaint.",
          run: mcp.sh`podman start ${names}`,
          verify: healthy,
        }),
      ],
      mustFail: {
        at: "losses",
        because:
          "Every service runs and every check is green, but after a crash what was committed last is in the -wal alone: at the registry the tag that was pushed last, elsewhere all that SQLite had not yet folded into the .db file.",
      },
    }),
  },

  checklist: [...healthy, pullsATag(), noneForeign, ownerOnly],
  endurance: [
    step("Stop and start every service", {
      why: "A database that its service could open once may still be one that it cannot make its -wal file for.",
      run: mcp.sh`podman stop --time 2 ${names} && podman start ${names}`,
      verify: healthy,
    }),
  ],
  losses: [
    ...registryAndAuthorityLosses(),
    ...services.map((one) => one.losesCanaryRows()),
    loss.containers(mcp),
  ],
  never: [
    "Do not delete a database because chmod on it is denied: its owner is wrong, not its content.",
    "Do not give back the .db file alone: `chmod` is over then, and the service says `unable to open database file`, because the -wal and -shm files are still somebody else's.",
    "Do not open the files to their group, let alone to everybody (`chmod 666`): a service of release 1.7 still ends at the chmod, and the key of the certificate authority is in one of them.",
    "Do not take the newer release for the cure: it runs on a file that it may write and does not own, and with one that it may only read it answers until the first write.",
  ],
});
