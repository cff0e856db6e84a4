import { asserts, check, fails, loss, procedure, reproduces, scenario, step } from "drillbook";
import {
  everyServiceIsHealthy,
  mcp,
  noAgentWith,
  platform,
  profile,
  registryAndAuthorityLosses,
  rift,
  service,
  startsNotAgain,
  unsealVault,
  vaultIsOpen,
  verificationChecklist,
  wholePlatformRig,
} from "#twin/metacircular/index.ts";
import { dr, incident } from "./claims/index.ts";

const CANARY_ROWS = 20;
const registry = "mcr.svc.mcp.metacircular.net:8443";
const tags = ["v1", "v2", "v3"];
const names = ["one.metacircular.net", "two.metacircular.net"];
const broken = [service("mcr-api"), service("metacrypt-api")];
const others = ["mcns", "mcr-web", "mcq", "mcdoc"].map(service);
const files = broken.map(({ component }) => component.databaseFile ?? "");
const healthy = everyServiceIsHealthy();
const checklist = [...verificationChecklist(), ...healthy];
const database = (index: number): string => files[index] ?? "";

const pullsATag = check(
  "an image can be pulled from the registry by its tag",
  mcp.sh`podman pull --quiet ${`${registry}/canary:${tags[0]}`}`.typedAs(
    `podman pull --quiet ${registry}/mcq:v0.4.2`,
  ),
);

const stop = step("Stop both services", {
  why: "A service must not write into a database that is being replaced.",
  run: mcp.sh`podman stop --time 2 ${broken.map(({ name }) => name)}`,
  verify: check(
    "neither runs",
    mcp.sh`podman ps --quiet --filter name=mcr-api --filter name=metacrypt-api`.printsNothing(),
  ),
  otherwise: "`podman kill mcr-api metacrypt-api` ends what does not stop.",
});

/** Where the platform keeps copies: in a folder beside the database. */
const copyOf = (file: string): string => file.replace(/[^/]+$/, "backups/$&");
/** A file that is not there would be made by sqlite3, and be whole. */
const copyIsWhole = (file: string) =>
  check(
    `the copy ${copyOf(file)} is there and whole`,
    mcp.sh`test -s ${copyOf(file)} && sqlite3 ${copyOf(file)} 'pragma integrity_check'`.printsExactly("ok"),
  );
const keptAside = files.map((file) =>
  check(`the broken file is kept as ${file}.broken`, mcp.sh`test -s ${file}.broken`),
);
/** With the -wal and -shm files, which are part of the database. */
const putAside = (file: string) =>
  mcp.sh`for one in ${[file, `${file}-wal`, `${file}-shm`]}; do if [ -e "$one" ]; then mv "$one" "$one.broken"; fi; done`;

const putBack = (file: string) =>
  mcp.sh`for one in ${[file, `${file}-wal`, `${file}-shm`]}; do if [ -e "$one.broken" ]; then mv "$one.broken" "$one"; fi; done`;

const start = broken.map((one) =>
  step(`Start ${one.name}`, {
    why: one.stageReason,
    run: mcp.sh`podman start ${one.name}`,
    verify: one.isHealthy(),
    otherwise: startsNotAgain(one.name),
  }),
);

export default scenario({
  id: "service-databases-lost",
  title: "The databases of the registry and of the certificate authority cannot be read",
  source: 'Metacircular disaster-recovery document, "common errors"; post-mortem of 2026-04-03, step 8',
  summary:
    "For a service that cannot use its database, the recovery document advises to delete the file and start again. This drill counts the losses of the registry and of the certificate authority, and what a copy of the file saves.",
  tags: ["sqlite", "data-loss", "registry"],
  notWith: noAgentWith,
  rig: wholePlatformRig({
    canaryRows: CANARY_ROWS,
    setup: [
      step("Push an image under three tags", {
        why: "Tags and manifests are rows in the registry's database; blobs are files beside it.",
        run: [
          rift.put("/srv/mcp/canary/Containerfile", {
            content: "FROM scratch\nCOPY Containerfile /\n",
            owner: "mcp:mcp",
          }),
          ...tags.map(
            (tag) =>
              mcp.sh`podman build --quiet --layers=false --label tag=${tag} --tag ${`${registry}/canary:${tag}`} /srv/mcp/canary && podman push --quiet ${`${registry}/canary:${tag}`}`,
          ),
        ],
        verify: pullsATag,
      }),
      unsealVault(),
      step("Have two certificates issued", {
        why: "Only the authority's database records which certificates were issued.",
        run: names.map(
          (name) =>
            mcp.sh`curl --fail-with-body --silent --show-error ${profile.word("trust")} --json ${JSON.stringify({ names: [name] })} https://127.0.0.1:18443/v1/certificates`,
        ),
        verify: check(
          "the authority has issued two certificates",
          mcp.sh`sqlite3 ${database(1)} ${"select count(*) from certificates"}`.printsExactly("2"),
        ),
      }),
      step("Copy both databases, as a nightly backup does", {
        why: "SQLite's own copy is consistent, although the service is writing.",
        run: [
          rift.root
            .sh`install --directory --owner=mcp --group=mcp ${files.map((file) => copyOf(file).replace(/[/][^/]+$/, ""))}`,
          ...files.map((file) => mcp.sh`sqlite3 ${file} ${`.backup ${copyOf(file)}`}`),
        ],
        verify: check("the copies are there", mcp.sh`ls ${files.map(copyOf)}`.printsLines(files.map(copyOf))),
      }),
    ],
  }),

  steady: [...checklist, pullsATag, vaultIsOpen()],

  fault: [
    stop,
    step("Overwrite the beginning of both databases", {
      why: "For example a faulty disk or a wrong command: the rest of the file is no database. While a service runs, its write-ahead log would restore the pages.",
      run: files.map(
        (file) => rift.root.sh`dd if=/dev/zero of=${file} bs=4096 count=2 conv=notrunc status=none`,
      ),
      verify: files.map((file) =>
        check(
          `${file} is no database`,
          mcp.sh`head --bytes=16 ${file} | od --address-radix=n --format=x1 | tr --delete ' \n'`.printsExactly(
            "0".repeat(32),
          ),
        ),
      ),
    }),
    step("Start both services", {
      why: "As an operator does who does not know the cause yet.",
      run: mcp.sh`podman start ${broken.map(({ name }) => name)}`,
      verify: broken.map((one) => fails(one.isHealthy(), `${one.name} is not healthy`)),
    }),
  ],
  breaks: [platform.registryAnswers(), platform.authorityAnswers(), pullsATag, vaultIsOpen()],
  symptoms: [
    check(
      "the registry says that its file is not a database",
      mcp.sh`podman logs --tail 3 mcr-api 2>&1`.prints(
        /open database: file is not a database: \/srv\/mcr\/mcr\.db/,
      ),
    ),
    check(
      "so does the certificate authority",
      mcp.sh`podman logs --tail 3 metacrypt-api 2>&1`.prints(/open database: file is not a database/),
    ),
  ],

  procedures: {
    "restore-copy": procedure({
      title: "Put last night's copy back",
      summary: "Loses the changes since the copy was made; here there are none.",
      steps: [
        step("Look at the copies", {
          why: "Without an intact copy only the other procedure remains. The times show which changes will be lost.",
          run: mcp.sh`ls -l --time-style=long-iso ${files.map(copyOf)}`,
          verify: files.map(copyIsWhole),
          otherwise:
            "Copies may lie elsewhere: `find /srv -name '*.db*' -path '*backup*'` looks for them. Put their paths into the commands below.",
        }),
        stop,
        step("Put the copies in place of the broken files", {
          why: "The broken files are kept: a later rescue (`sqlite3 FILE .recover`) may need them. Their -wal and -shm files go with them; SQLite would apply those to the copy.",
          run: files.flatMap((file) => [putAside(file), mcp.sh`cp ${copyOf(file)} ${file}`]),
          verify: [
            ...files.map((file) =>
              check(
                `${file} is intact`,
                mcp.sh`test -s ${file} && sqlite3 ${file} 'pragma integrity_check'`.printsExactly("ok"),
              ),
            ),
            ...keptAside,
          ],
          otherwise: {
            look: "Take an older copy. Where no copy is whole, nothing but empty databases is left.",
            undo: files.map(putBack),
            take: "delete-and-recreate",
          },
        }),
        ...start,
        unsealVault(),
      ],
    }),
    "delete-and-recreate": procedure({
      title: "Start with empty databases",
      summary:
        "The recovery document's advice is to delete the files. Without a copy it is the only procedure; the services run again, without their data. The broken files are kept aside.",
      steps: [
        stop,
        step("Put the broken databases aside", {
          why: "The services make new ones at their next start. The broken files may still be rescued.",
          run: files.map(putAside),
          verify: [
            check("they are gone", mcp.sh`ls ${files} 2>/dev/null`.exits(2).printsNothing()),
            ...keptAside,
          ],
          otherwise: { undo: files.map(putBack) },
        }),
        ...start,
        unsealVault(),
        step("Push the images again", {
          why: "The blobs still exist, so only the manifests are uploaded. Images without a local copy stay lost.",
          onThePlatform: "The command pushes one image. Repeat it for each of yours, under its former name.",
          run: mcp.sh`podman push --quiet ${`${registry}/canary:${tags[0]}`}`.typedAs(
            `podman push --quiet ${registry}/mcq:v0.4.2`,
          ),
          verify: pullsATag,
        }),
      ],
      loses: {
        tags: "tags are rows; only images that are pushed again get theirs back",
        certificates:
          "the record of issued certificates is lost, and their serial numbers are given a second time; the authority stays the same, because its key is in the vault",
        "mcr-api-rows": "rows of the deleted database",
        "metacrypt-api-rows": "rows of the deleted database",
      },
    }),
  },

  checklist: [...checklist, pullsATag, vaultIsOpen()],
  losses: [
    ...registryAndAuthorityLosses(),
    ...[...broken, ...others].map((one) => one.losesCanaryRows()),
    loss.images(mcp),
  ],
  claims: [
    reproduces("tags", incident(44)),
    reproduces("certificates", incident(45)),
    reproduces("Put the broken databases aside", dr(94)),
    reproduces("Unseal the vault of the certificate authority", dr(95)),
    reproduces("Push the images again", dr(91)),
    asserts("mcq-rows", incident(46)),
  ],
  never: [
    "Do not delete /srv/metacrypt/vault.json with the database: the authority's only key is in it.",
    "Do not delete a service's database because the service says `permission denied`: its owner is wrong, not its content.",
  ],
});
