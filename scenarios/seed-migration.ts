import { check, dns, drillOnly, fails, loss, procedure, reproduces, scenario, step } from "drillbook";
import {
  command,
  file,
  mcnsConfig,
  mcp,
  platformNamesResolve,
  platformRig,
  profile,
  rift,
  service,
  startsNotAgain,
} from "#twin/metacircular/index.ts";
import { dnsDay } from "./claims/index.ts";

const CANARY_ROWS = 20;
const zone = "svc.mcp.metacircular.net";
const folder = "/srv/mcns/migrations";
const database = "/srv/mcns/mcns.db";
const seed = `${folder}/002-catalogue.sql`;
const aside = "/srv/mcns/002-catalogue.sql.not-now";
const mcns = service("mcns");
const healthy = mcns.isHealthy();
const resolvesItself = platformNamesResolve();

const resolves = (name: string) =>
  dns(rift)
    .asks(`${name}.${zone}`, "A", { server: rift.on("lan") })
    .answers(rift.on("lan"));

const seeded = resolves("mcat");
const addedByHand = resolves("printer");

const insert = (how: string, name: string) => [
  `${how} INTO records (name, type, ttl, value) VALUES ('${name}.${zone}', 'A', 300, '`,
  rift.on("lan"),
  "');\n",
];

const stop = step("Stop MCNS", {
  why: "Podman's restart policy starts it again, and each start locks the database. Podman may still restart it, or may have given up because the port was not free yet. The stop ends both cases.",
  run: mcp.sh`podman stop --time 2 ${mcns.name}`,
  verify: check(
    "MCNS does not run",
    mcp.sh`podman ps --quiet --filter ${`name=${mcns.name}`}`.printsNothing(),
  ),
  otherwise: "`podman kill mcns` ends it where it does not stop.",
});

const start = step("Start MCNS", {
  why: mcns.stageReason,
  run: mcp.sh`podman start ${mcns.name}`,
  verify: [healthy, resolvesItself],
  within: "15s",
  otherwise: startsNotAgain("mcns"),
});

const saysWhich = check(
  "MCNS says which migration failed, and why",
  mcp.sh`podman logs --tail 1 ${mcns.name} 2>&1`.prints(
    /run migration \/srv\/mcns\/migrations\/002-catalogue\.sql: UNIQUE constraint failed: records\.name, records\.type, records\.value/,
  ),
);

/** On the platform no folder has the migrations. Source: DNS-DAY, the seed migration. */
const inTheProgram =
  "The migrations of the platform's MCNS are in its program. Change the statement in its source, and build the image under a new tag, on vade. The registry's name does not resolve while MCNS is down, so bring the image to rift without it: `docker save --output /tmp/mcns.tar IMAGE` on vade, `scp` the file to /tmp on rift by its address, and there, as mcp, `podman load --input /tmp/mcns.tar`. A container keeps the image that it was made from: note what `podman inspect --format '{{join .Config.CreateCommand \" \"}}' mcns` prints, remove the container with `podman rm mcns`, and type that line with the new tag, in place of the command of the next step.";

export default scenario({
  id: "seed-migration",
  title: "The DNS server starts once with its new seed records, and never again",
  source: 'Metacircular post-mortem "DNS day", other failures on the way',
  summary:
    "A migration that adds records uses plain INSERT. The first start with it succeeds, so the migration is considered correct. At the next start the records exist, the database refuses them, and MCNS ends before it answers. Weeks may pass between the two starts.",
  tags: ["dns", "sqlite", "migration"],
  rig: platformRig({
    services: [mcns],
    canaryRows: CANARY_ROWS,
    samples: [resolvesItself, healthy],
    provision: [
      file(
        "/srv/mcns/mcns.toml",
        [...mcnsConfig, `\n[migrations]\nfolder = "${folder}"\n`],
        "0640",
        "mcp:mcp",
      ),
      command("root", `install -d -o mcp -g mcp ${folder}`),
      file(`${folder}/001-lists.sql`, insert("INSERT OR IGNORE", "kls"), "0644", "mcp:mcp"),
    ],
    setup: [
      step("Add a record by hand", {
        why: "A record that was added while the server ran is only in the database.",
        run: rift.root
          .sh`curl --fail-with-body --silent --show-error ${profile.word("trust")} --data ${{ kind: "raw", text: [`'{"name":"printer.${zone}","type":"A","value":"`, rift.on("lan"), `"}'`] }} ${`https://127.0.0.1:38443/v1/zones/${zone}/records`}`,
        verify: addedByHand,
      }),
    ],
  }),

  steady: [healthy, resolvesItself, resolves("kls"), addedByHand],

  fault: [
    step("Add a migration, and start MCNS with it", {
      why: "As a new version does. It works, and the operators consider it done.",
      run: [
        rift.put(seed, { content: insert("INSERT", "mcat"), owner: "mcp:mcp" }),
        mcp.sh`podman stop --time 2 ${mcns.name} && podman start ${mcns.name}`,
      ],
      verify: [healthy, seeded],
    }),
    step("Start it once more", {
      why: "As the next reboot or the next version does.",
      run: mcp.sh`podman stop --time 2 ${mcns.name} && podman start ${mcns.name}`,
      verify: [fails(resolvesItself, "no name resolves"), fails(healthy, "MCNS is not healthy")],
    }),
  ],
  breaks: [healthy, resolvesItself, seeded, addedByHand],
  symptoms: [
    saysWhich,
    check(
      "podman has restarted it without success: a number above 0",
      mcp.sh`podman inspect --format ${"{{.RestartCount}}"} ${mcns.name}`.prints(/^[1-9]/),
    ),
    check(
      "the records exist, so the migration cannot be repeated (mcat is the drill's record: ask for one of yours)",
      mcp.sh`sqlite3 ${database} ${`select count(*) from records where name = 'mcat.${zone}'`}`.printsExactly(
        "1",
      ),
    ),
    fails(resolvesItself, "no name of the platform resolves"),
  ],
  tellsApart: [
    {
      from: "dns-spof",
      how: "The container exists, and its log says why it ends; there it is gone.",
      look: /run migration .* failed/,
      ask: saysWhich,
    },
    {
      from: "uid-change",
      how: "Podman works, and restarts the container again and again.",
      look: /run migration .* failed/,
      ask: saysWhich,
    },
  ],

  procedures: {
    "idempotent-seed": procedure({
      title: "Let the migration ignore existing records",
      summary: "Repairs the cause with one keyword. On a machine without the records it still adds them.",
      steps: [
        stop,
        step("Write INSERT OR IGNORE in place of INSERT", {
          why: "An existing record stays unchanged. Do not use INSERT OR REPLACE: it would undo an operator's changes.",
          onThePlatform: inTheProgram,
          run: mcp.sh`sed --in-place 's/^INSERT INTO /INSERT OR IGNORE INTO /' ${seed}`.typedAs(""),
          verify: drillOnly(
            check(
              "the database accepts the migration, in a transaction that is rolled back",
              mcp.sh`test -s ${seed} && { echo 'BEGIN;'; cat ${seed}; echo 'ROLLBACK;'; } | sqlite3 -bail ${database}`,
            ),
          ),
          otherwise: {
            look: "Where the log names another statement, something other than the seed records is wrong.",
            take: "without-the-migration",
          },
        }),
        start,
      ],
    }),
    "without-the-migration": procedure({
      title: "Put the migration aside",
      summary:
        "Use it if the rest of the migration is unknown. Its records exist already; a new machine would lack them, so the migration must be repaired and put back.",
      steps: [
        stop,
        step("Move the file out of the folder", {
          why: "MCNS runs only the files of that folder. The file is moved and not deleted, because it still has to be repaired.",
          onThePlatform: `${inTheProgram} Where that takes too long, start the version without the migration: its tag is in the previous version of the service's definition.`,
          run: mcp.sh`mv ${seed} ${aside}`.typedAs(""),
          verify: drillOnly(
            check(
              "the migration is not in the folder, but kept beside it",
              mcp.sh`test ! -e ${seed} && test -s ${aside}`,
            ),
          ),
        }),
        start,
      ],
      lasts: "until a machine needs the records of the migration",
    }),
  },

  checklist: [healthy, resolvesItself, drillOnly(seeded), drillOnly(addedByHand)],
  endurance: [
    step("Start it twice more", {
      why: "The first start proves nothing here: it succeeded with the broken migration, too.",
      run: [
        mcp.sh`podman stop --time 2 ${mcns.name} && podman start ${mcns.name}`,
        mcp.sh`podman stop --time 2 ${mcns.name} && podman start ${mcns.name}`,
      ],
      verify: [healthy, resolvesItself],
    }),
  ],
  losses: [
    loss.rows(
      "records",
      "DNS records",
      mcp,
      database,
      "select name, type, ttl, value from records order by 1, 2, 4",
    ),
    mcns.losesCanaryRows(),
    loss.containers(mcp),
  ],
  claims: [reproduces(saysWhich, dnsDay(190))],
  never: [
    "Do not delete the database: MCNS starts once more, without the records that were added by hand, and at the start after that it fails again.",
    "Do not write INSERT OR REPLACE: it undoes later changes of an operator.",
  ],
});
