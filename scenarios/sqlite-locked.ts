import { type Check, check, http, loss, machine, procedure, scenario, step } from "drillbook";

const host = machine("shop", { addresses: { lan: "192.0.2.80" }, users: ["orders", "stock"] });

/** Adds a row at each request, and waits a moment for a lock. */
const program = `import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
const [, , name, port, journal] = process.argv;
const database = new DatabaseSync(\`/srv/\${name}/\${name}.db\`, { timeout: 50 });
database.exec(\`pragma journal_mode = \${journal}; create table if not exists entries (id integer primary key, at text)\`);
createServer((_, response) => {
  try {
    database.exec("insert into entries (at) values (datetime())");
    response.end("stored\\n");
  } catch (error) {
    console.error(\`\${error.code} \${error.errcode}: \${error.message}\`);
    response.writeHead(503).end(\`\${error.message}\\n\`);
  }
}).listen(Number(port), "127.0.0.1");
`;

type Service = { readonly name: "orders" | "stock"; readonly port: number; readonly journal: string };
const orders: Service = { name: "orders", port: 8201, journal: "wal" };
const stock: Service = { name: "stock", port: 8202, journal: "delete" };

const fileOf = ({ name }: Service) => `/srv/${name}/${name}.db`;
const accountOf = ({ name }: Service) => host.account(name);
const unitOf = ({ name, port, journal }: Service) => `[Unit]
Description=The service ${name}

[Service]
User=${name}
ExecStart=/usr/local/bin/node --disable-warning=ExperimentalWarning /opt/shop/service.mjs ${name} ${port} ${journal}

[Install]
WantedBy=multi-user.target
`;
/** Both read what to do next from a pipe that nothing is written to. */
const jobUnit = (what: string, { name }: Service, sql: string) => `[Unit]
Description=${what}

[Service]
User=${name}
ExecStart=/bin/sh -c 'cat /opt/shop/${sql} /srv/${name}/feed | sqlite3 /srv/${name}/${name}.db'
`;
const IMPORT = "import-orders.service";
const REPORT = "report-stock.service";
const jobs = [
  [IMPORT, orders],
  [REPORT, stock],
] as const;
const LIMIT = "10s";

const answersOf = (one: Service) =>
  http(host).answers(`http://127.0.0.1:${one.port}/`, 200, { as: one.name, body: "stored" });
const isWhole = (one: Service) =>
  check(
    `${fileOf(one)} is intact`,
    accountOf(one).sh`sqlite3 -cmd '.timeout 5000' ${fileOf(one)} 'pragma integrity_check'`.printsExactly(
      "ok",
    ),
  );
const answers = [orders, stock].map(answersOf);
const rowsOf = (one: Service) =>
  loss.lines(
    `${one.name}-rows`,
    `rows of ${one.name}`,
    accountOf(one).sh`sqlite3 -cmd '.timeout 15000' ${fileOf(one)} 'select id, at from entries'`,
  );
const says = (one: Service) =>
  check(
    `${one.name} finds its database locked`,
    host.root
      .sh`journalctl --boot --unit ${`${one.name}.service`} --output cat --no-pager --grep locked --lines 1`.prints(
      /ERR_SQLITE_ERROR 5: database is locked/,
    ),
  );
const locks = host.root.sh`lslocks --noheadings --raw --output COMMAND,TYPE,MODE,PATH`;
const writerHolds = check(
  "another program than the service holds a lock for writing",
  locks.prints(/^sqlite3 POSIX WRITE \/srv\/orders\/orders\.db-shm$/m),
);
const readerHolds = check(
  "another program than the service holds a lock for reading",
  locks.prints(/^sqlite3 POSIX READ \/srv\/stock\/stock\.db$/m),
);
const whoHolds = host.root.sh`ps --no-headers --format unit,args -C sqlite3`;
const isJob = (unit: string, one: Service) =>
  check(
    `the program belongs to ${unit}`,
    whoHolds.prints(new RegExp(`^${unit.replace(".", "\\.")}\\s+sqlite3 ${fileOf(one)}$`, "m")),
  );
const ends = (unit: string) =>
  check(`${unit} has ended`, host.root.sh`systemctl is-active ${unit}`.exits("nonzero"));

const endWriter = step("End the program that holds the lock for writing", {
  why: "SQLite ends its transaction without it: what it had not committed is undone when the file is next opened.",
  run: host.root.sh`systemctl stop ${IMPORT}`,
  verify: [ends(IMPORT), answersOf(orders)],
  otherwise:
    "`ps --format unit,pid,args -C sqlite3` names the unit of the program. A program without a unit is ended with `kill PID`; `lslocks` shows whether the lock is gone.",
});
const endReader = step("End the program that holds the lock for reading", {
  why: "In this mode of the journal a commit waits until nothing reads. A reader has nothing to lose.",
  run: host.root.sh`systemctl stop ${REPORT}`,
  verify: [ends(REPORT), answersOf(stock)],
});
const limited = (unit: string) =>
  check(
    `${unit} is ended after ${LIMIT}`,
    host.root.sh`systemctl show ${unit} --property=RuntimeMaxUSec --value`.printsExactly(LIMIT),
  );
const limitFile = (unit: string): string => `/etc/systemd/system/${unit}.d/limit.conf`;
const limit = (units: readonly string[], verify: readonly Check[]) =>
  step("Give the jobs a time limit", {
    why: "systemd counts from the start of a job, so it ends a job that has been hanging for longer as soon as it reads the limit. Put the longest time that yours may take. For a job of `Type=oneshot` the setting is `TimeoutStartSec=`, because `RuntimeMaxSec=` has no effect on it.",
    run: [
      ...units.map((unit) =>
        host.put(limitFile(unit), {
          content: `[Service]\nRuntimeMaxSec=${LIMIT}\n`,
        }),
      ),
      host.root.sh`systemctl daemon-reload`,
    ],
    verify: [...units.map(limited), ...verify],
    within: "40s",
    otherwise: {
      look: "`systemctl cat` with the unit shows every file that sets a limit; lines of a later file count.",
      undo: host.root.sh`rm ${units.map(limitFile)} && systemctl daemon-reload`,
    },
  });
const hangAgain = (units: readonly string[]) => host.root.sh`systemctl start ${units}`;
const restart = host.root.sh`systemctl restart orders.service stock.service`;

export default scenario({
  id: "sqlite-locked",
  title: "A service finds its SQLite database locked",
  source: "public threads on `database is locked`; SQLite's documents on file locking and on WAL",
  summary:
    "Two services of one machine store nothing any more: `database is locked`. A job waits for its data in the middle of a transaction that writes, and a report that reads has come to a halt. Nothing is damaged, and no file is a lock that could be deleted: the kernel has the locks, and lists the programs that hold them. The services are orders and stock, the jobs import-orders and report-stock: put in the names, folders and ports of yours.",
  tags: ["sqlite", "locks", "wal", "journal"],
  rig: {
    networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
    machines: [
      {
        ...host.spec,
        provision: [
          host.put("/opt/shop/service.mjs", { content: program }),
          host.put("/opt/shop/import.sql", {
            content: ".timeout 5000\nbegin immediate;\ninsert into entries (at) values ('imported');\n",
          }),
          host.put("/opt/shop/report.sql", {
            content: ".timeout 5000\nbegin;\nselect count(*) from entries;\n",
          }),
          ...[orders, stock].flatMap((one) => [
            host.root.sh`useradd --system --create-home --home-dir ${`/srv/${one.name}`} ${one.name}`,
            host.root
              .sh`mkfifo --mode=0600 ${`/srv/${one.name}/feed`} && chown ${one.name} ${`/srv/${one.name}/feed`}`,
            host.put(`/etc/systemd/system/${one.name}.service`, { content: unitOf(one) }),
          ]),
          host.put(`/etc/systemd/system/${IMPORT}`, {
            content: jobUnit("Adds the orders of a feed", orders, "import.sql"),
          }),
          host.put(`/etc/systemd/system/${REPORT}`, {
            content: jobUnit("Reports what is in stock", stock, "report.sql"),
          }),
        ],
      },
    ],
    setup: [
      step("Start both services", {
        why: "Each boot starts them from now on.",
        run: host.root.sh`systemctl enable --now orders.service stock.service`,
        verify: answers,
      }),
    ],
    samples: answers,
    note: "SQLite is the real one, in Node and as sqlite3. The services and jobs are small programs written for the drill.",
  },

  steady: [...answers, ...[orders, stock].map(isWhole)],

  fault: [
    step("Start the import and the report", {
      why: "The import has begun a transaction and waits for its feed, which does not come. The report has begun to read, and its reader has gone away.",
      run: host.root.sh`systemctl start ${IMPORT} ${REPORT}`,
      verify: [writerHolds, readerHolds],
    }),
  ],
  breaks: answers,
  symptoms: [
    says(orders),
    says(stock),
    ...[orders, stock].map((one) =>
      http(host).answers(`http://127.0.0.1:${one.port}/`, 503, {
        as: `the client of ${one.name}`,
        body: "database is locked",
      }),
    ),
    writerHolds,
    readerHolds,
    ...jobs.map(([unit, one]) => isJob(unit, one)),
  ],
  tellsApart: [
    {
      from: "a file system without locks (NFS without its lock daemon, SMB)",
      alike: says(orders),
      how: "The kernel names a program that holds the lock, on a local file system; there no program has the file open, and the message comes all the same.",
      ask: writerHolds,
    },
    {
      from: "container-uid",
      how: "The database is locked; there it may not be written, also where no other program has it open.",
      unless: /readonly database|unable to open database file/,
      ask: writerHolds,
    },
  ],

  procedures: {
    limit: procedure({
      title: "Limit the time of the jobs",
      summary:
        "systemd ends what runs longer than that, also what has been hanging since before. What a job had not committed is undone, and the job must do it again.",
      steps: [
        limit(
          jobs.map(([unit]) => unit),
          [...jobs.map(([unit]) => ends(unit)), ...answers],
        ),
      ],
      endurance: [
        step("Let both jobs hang again", {
          why: "systemd ends them, without an operator.",
          run: hangAgain(jobs.map(([unit]) => unit)),
          verify: [...jobs.map(([unit]) => ends(unit)), ...answers],
          within: "40s",
        }),
      ],
    }),
    end: procedure({
      title: "End the programs that hold the locks",
      summary:
        "The shortest procedure, and the only one for a program without a unit. What it had not committed is undone, and the program must do it again.",
      steps: [endWriter, endReader],
      lasts: "until a job hangs again",
    }),
    "let-readers-read": procedure({
      title: "Let readers block nothing, and limit what writes",
      summary:
        "With a write-ahead log a reader that hangs does not hold up the service; the log grows until the reader is gone. A writer that hangs blocks the others in each mode, so it needs the limit here, too.",
      steps: [
        endReader,
        step("Change the journal of stock to a write-ahead log", {
          why: "The mode is kept in the file. The service must not set another one at its next start: here the mode is an argument in its unit; look in the configuration of yours.",
          run: [
            host.root.sh`sed --in-place 's/ delete$/ wal/' /etc/systemd/system/stock.service`,
            host.root.sh`systemctl daemon-reload`,
            host.root.sh`systemctl restart stock.service`,
          ],
          verify: [
            check(
              "stock has a write-ahead log",
              accountOf(stock).sh`sqlite3 ${fileOf(stock)} 'pragma journal_mode'`.printsExactly("wal"),
            ),
            answersOf(stock),
          ],
        }),
        limit([IMPORT], [ends(IMPORT), answersOf(orders)]),
      ],
      endurance: [
        step("Let the report hang again", {
          why: "It does not hold up the service any more.",
          run: hangAgain([REPORT]),
          verify: [
            check("the report reads", locks.prints(/^sqlite3 POSIX READ \/srv\/stock\/stock\.db(?:-shm)?$/m)),
            answersOf(stock),
          ],
        }),
        step("Let the import hang again", {
          why: "systemd ends it.",
          run: hangAgain([IMPORT]),
          verify: [ends(IMPORT), answersOf(orders)],
          within: "40s",
        }),
      ],
    }),
    "restart-services": procedure({
      title: "Restart the services that complain",
      summary: "They are the ones that fail.",
      steps: [
        step("Restart both services", {
          why: "A restart ends the locks of the service itself.",
          run: restart,
          verify: answers,
          within: "10s",
        }),
      ],
      mustFail: { at: "Restart both services", because: "The services hold no lock; they wait for one." },
    }),
    "delete-log": procedure({
      title: "Delete the write-ahead log as if it were a lock",
      summary: "orders.db-wal and orders.db-shm lie beside the database, and look like locks.",
      steps: [
        endReader,
        step("Delete the log of orders while its service is stopped", {
          why: "The service makes new files.",
          run: [
            host.root.sh`systemctl stop orders.service`,
            host.root.sh`rm ${fileOf(orders)}-wal ${fileOf(orders)}-shm`,
            host.root.sh`systemctl start orders.service`,
          ],
          verify: answersOf(orders),
        }),
      ],
      mustFail: {
        at: "losses",
        because: "What was committed last is in the log alone. Every service answers, and rows are missing.",
      },
    }),
  },

  checklist: [...answers, ...[orders, stock].map(isWhole)],
  losses: [orders, stock].map(rowsOf),
  never: [
    "Do not delete a file whose name ends with -wal, -shm or -journal: it is a part of the database.",
    "Do not copy the file of a database that is open and put the copy in its place: programs go on writing into the old one. `sqlite3 FILE '.backup COPY'` makes a copy that is whole.",
    "Do not put a SQLite database onto NFS or SMB: their locks come and go with their servers and options.",
  ],
});
