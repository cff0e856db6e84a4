import {
  account,
  check,
  drillOnly,
  loss,
  procedure,
  raw,
  refutes,
  reproduces,
  scenario,
  sqlite,
  step,
} from "drillbook";
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
import { dr, incident } from "./claims/index.ts";

const OLD_UID = 995;
const UID = 850;
/** The UID that the kernel shows for an owner that a namespace does not map. Source: user_namespaces(7), overflowuid. */
const UNKNOWN = 65534;
/** The same number where the namespace maps it: the last but one of the account's 65536 subordinate UIDs. */
const UNKNOWN_ON_HOST = 165533;
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
/** The -wal and -shm files do not always exist; a copy that is kept beside them has a mode of its own. */
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
  "the containers see 65534, the account nobody, as the owner of the database",
  mcp.sh`podman unshare stat --format ${"%u %n"} ${registryFile}`.printsExactly(`${UNKNOWN} ${registryFile}`),
);

const [, ...queueLogs] = databaseFiles(queue);
const logsAreNobodys = check(
  `if a service could start on such a file, its new -wal and -shm files belong to UID ${UNKNOWN} of the containers, which is ${UNKNOWN_ON_HOST} on the host`,
  rift.root.sh`stat --format ${"%u %n"} ${queueLogs}`.printsLines(
    queueLogs.map((file) => `${UNKNOWN_ON_HOST} ${file}`),
  ),
);

const authorityCannotOpen = check(
  "only if the .db file alone was given back: its -wal and -shm keep the service from opening it",
  mcp.sh`podman logs --tail 1 ${authority.name} 2>&1`.prints(
    /^open database: unable to open database file: \/srv\/metacrypt\/metacrypt\.db$/m,
  ),
);

/** Every kind of line once: the service has been started several times. */
const complaintsOf = (name: string) =>
  mcp.sh`podman logs ${name} 2>&1 | grep -e chmod -e database | sort --unique`;
const warns =
  /^warning: chmod \/srv\/mcq\/mcq\.db: operation not permitted; going on with the mode that it has$/m;
const cannotOpen = /^open database: unable to open database file: \/srv\/mcq\/mcq\.db$/m;

const stop = step("Stop the services", {
  why: "Podman restarts the services that fail again and again, and the running one has its database open.",
  run: mcp.sh`podman stop --time 2 ${names}`,
  verify: check("none of them runs", mcp.sh`podman ps --quiet`.printsNothing()),
  otherwise: "`podman kill` with the names ends what does not stop.",
});

export default scenario({
  id: "fchmod-denial",
  title: "chmod on a database is denied: in the container its owner is the account nobody",
  source: 'Metacircular post-mortem of 2026-04-03, step 8; disaster-recovery document, "common errors"',
  summary:
    "The databases kept the account's former UID, which the containers do not map. There the databases belong to 65534 (the account nobody), and no process in the container may chmod them. Services on release 1.7 of the platform's library end at the chmod. From release 1.8 on they warn and continue, as far as the file's mode allows. If the log says `unable to open database file` and does not mention chmod, look at the owner of the -wal and -shm files. In the drill the services were killed before, together with a program that was writing a transaction. The last committed rows are only in a -wal file, and must survive, too.",
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
    step("Leave the databases with the former UID", {
      why: `The incident's operators gave /srv to the new UID, but chmod was still denied until the databases were made anew. So these files had kept an owner that the namespace does not map. The reason was not recorded.`,
      run: rift.root.sh`chown ${OLD_UID} ${allFiles}`,
      verify: check(
        "in the namespace no mapped account owns them",
        mcp.sh`podman unshare stat --format ${"%u %n"} ${databases}`.printsLines(
          databases.map((file) => `${UNKNOWN} ${file}`),
        ),
      ),
    }),
    step("Start the services", {
      why: "Their mode is 600, so only the unmapped owner can open them. The last line of a service depends on its release.",
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
    step("Make two incomplete repairs", {
      why: "Two obvious but incomplete repairs. The group, which is mcp's own, may read and write, and for mcdoc only read. For metacrypt-api only the .db file is given back. The results: one service fails at chmod, one cannot open a file, one cannot write a file, and one runs.",
      run: [
        rift.root
          .sh`chmod g+rw ${[registry, queue].flatMap(databaseFiles)} && chmod g+r ${databaseFiles(docs)} && chown mcp ${authorityFile}`,
        mcp.sh`podman stop --time 2 ${names} && podman start ${names}`,
      ],
      verify: [queue.isHealthy(), authorityCannotOpen],
    }),
    step("Start the running service once more", {
      why: `The service deletes its -wal and -shm files when it ends, and makes new ones at its start. As root of its container it gives them to the owner that it sees for the database: ${UNKNOWN}. Some files now have a third owner.`,
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
      "its owner on the host is the former UID, not the account's",
      rift.root.sh`stat --format ${"%u %n"} ${registryFile}`.printsExactly(`${OLD_UID} ${registryFile}`),
    ),
    check(
      "root of a namespace may not take it over",
      mcp.sh`podman unshare chown 0:0 ${registryFile}`.exits(
        1,
        /chown: changing ownership of '\/srv\/mcr\/mcr\.db': Operation not permitted/,
      ),
    ),
    check(
      "a service on release 1.8 warns, and cannot open the file unless its group may read it",
      complaintsOf(queue.name).prints(warns).prints(cannotOpen),
    ),
    authorityCannotOpen,
    check(
      "only if the group may read: a service on release 1.8 runs and cannot write",
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
      how: "The owner of the database is the account nobody (65534). There it is root, as it should be, and a container may not chmod a file that it has just made either.",
      look: `${UNKNOWN} ${registryFile}`,
      unless: "EPERM: operation not permitted, chmod",
      ask: ownerIsNobody,
    },
    {
      from: "container-uid",
      how: "The owner of the database is the account nobody (65534); there it is root, and the image names a user of its own.",
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
        "Root of the host may chown any file; root of a namespace may chown only files whose owner it maps. No data is lost, not even the last commits before the crash, which are only in the -wal files. Use it wherever the files still exist.",
      steps: [
        step("Give every file to the account, as root of the host", {
          why: `The host shows two owners: ${OLD_UID}, and ${UNKNOWN_ON_HOST}, to which SQLite gave the files that it made since (100000 + ${UNKNOWN} - 1; the account's subordinate UIDs begin at 100000). The -wal and -shm files need the same owner as their database, because the last commits are only in the -wal. If the group was given access, the second command removes it. A starting service does this only for its .db; a -wal left by a crash would keep its mode.`,
          run: [
            rift.root
              .sh`find ${folders} -xdev '(' -uid ${OLD_UID} -o -uid ${UNKNOWN_ON_HOST} ')' -exec chown --no-dereference mcp {} +`,
            rift.root.sh`find ${folders} -xdev ${isOfDatabase} -exec chmod 600 {} +`,
          ],
          verify: [noneForeign, ownerOnly],
          otherwise:
            "`lsattr` on the file that `find` prints shows whether it is immutable, and `findmnt --target /srv` whether the file system is read-only.",
        }),
        step("Start the services again", {
          why: "Each service reads the -wal of the crash when it starts. Metacrypt's vault is sealed at every start: until a person types its password, it answers and issues no certificate.",
          run: mcp.sh`podman stop --time 2 ${names} && podman start ${names}`,
          verify: [...healthy, ownerOnly, ...databases.map((file) => sqlite(mcp, file).isIntact())],
          otherwise:
            "`podman logs --tail 20` with the name of the service that does not answer says which file it cannot use.",
        }),
      ],
      endurance: [
        step("Look at the database that crashed", {
          why: "The command shows that the file is intact. The rows show that SQLite recovered the commits before the crash, and nothing of the unfinished transaction: the drill counted as many rows in each database as before.",
          run: mcp.sh`sqlite3 ${registryFile} 'pragma integrity_check'`,
          verify: services.map((one) => one.hasCanaryRows(CANARY_ROWS)),
        }),
      ],
    }),
    "delete-and-recreate": procedure({
      title: "Delete the databases, start with empty ones",
      summary:
        "What was done then, and what the recovery document advises for every service that fails at chmod. Taken literally it also deletes mcq's database, which was in use. Use it only where the files themselves are gone or damaged.",
      steps: [
        stop,
        step("Delete the databases", {
          why: "The account may delete files of another owner, because it owns the folder. The services make new files, which they own.",
          run: mcp.sh`rm --force ${allFiles}`,
          verify: check("they are gone", mcp.sh`ls ${databases} 2>/dev/null`.exits(2).printsNothing()),
        }),
        step("Start the services", {
          why: "Each service makes an empty database, which it owns. Metacrypt's vault is sealed at every start: until a person types its password, it answers and issues no certificate.",
          run: mcp.sh`podman start ${names}`,
          verify: healthy,
          otherwise:
            "`podman logs --tail 20` with the name of the service that does not answer says why it ended.",
        }),
        pushAgain(),
      ],
      loses: {
        tags: "tags are rows; only images that are pushed again get theirs back",
        certificates:
          "the record of issued certificates is lost, and their serial numbers are given a second time; the authority stays the same, because its key is in the vault",
        ...Object.fromEntries(names.map((name) => [`${name}-rows`, "rows of the deleted database"])),
      },
    }),
    "delete-logs": procedure({
      title: "Delete the -wal and -shm files as if they were locks",
      summary:
        "After a crash they look like stale locks, and a service that says `unable to open database file` starts once they are gone.",
      steps: [
        stop,
        step("Delete the -wal and -shm files", {
          why: "The account may delete files of another owner, because it owns the folder.",
          run: mcp.sh`rm --force ${logs}`,
          verify: check(
            "no -wal and no -shm file is left",
            mcp.sh`ls ${logs} 2>/dev/null`.exits(2).printsNothing(),
          ),
        }),
        step("Give the databases to the account, as root of the host", {
          why: "chmod is denied because of their owner.",
          run: rift.root.sh`chown --no-dereference mcp ${databases} && chmod 600 ${databases}`,
          verify: [noneForeign, ownerOnly],
        }),
        step("Start the services on the remaining files", {
          why: "Each service opens its database without a message.",
          run: mcp.sh`podman start ${names}`,
          verify: healthy,
        }),
      ],
      mustFail: {
        at: "losses",
        because:
          "Every service runs and every check is green, but after a crash the last commits are only in the -wal. The registry loses the tag that was pushed last; the others lose all rows that SQLite had not yet written into the .db file.",
      },
    }),
  },

  checklist: [...healthy, pullsATag(), noneForeign, ownerOnly],
  endurance: [
    step("Stop and start every service", {
      why: "A service that could open its database once may still be unable to make its -wal file.",
      run: mcp.sh`podman stop --time 2 ${names} && podman start ${names}`,
      verify: healthy,
    }),
  ],
  losses: [
    ...registryAndAuthorityLosses(),
    ...services.map((one) => one.losesCanaryRows()),
    loss.containers(mcp),
  ],
  claims: [
    refutes(
      "root of a namespace may not take it over",
      incident(38),
      "Root of a namespace may not take a file whose owner is not mapped there; root of the host may.",
    ),
    reproduces(authorityCannotOpen, incident(39)),
    reproduces(registryEndsAtChmod, incident(41)),
    reproduces("delete-and-recreate", incident(42)),
    reproduces(
      "a service on release 1.8 warns, and cannot open the file unless its group may read it",
      incident(63),
    ),
    refutes(
      "own-again",
      dr(90, 109),
      "The owner of the files is wrong, not their content. `chown` as root of the host brings every row back.",
    ),
  ],
  never: [
    "Do not delete a database because chmod on it is denied: its owner is wrong, not its content.",
    "Do not give back the .db file alone: chmod then succeeds, but the service says `unable to open database file`, because the -wal and -shm files still have another owner.",
    "Do not open the files to their group, or to all accounts (`chmod 666`): a service of release 1.7 still ends at the chmod, and every member of the group can change what the registry hands out.",
    "Do not use the newer release as the repair: it runs on a file that it may write and does not own. On a file that it may only read, it answers until the first write.",
  ],
});
