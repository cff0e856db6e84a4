import { check, type Step, step } from "drillbook";
import { mcp, rift } from "./hosts.ts";
import { databaseFiles } from "./kept-data.ts";
import type { Service } from "./service-words.ts";

/** 500 uncommitted rows, more than the cache holds, so that SQLite writes them into the log at once. */
const halfTransaction = [
  ".timeout 5000",
  "pragma cache_size = 1",
  "begin immediate",
  "with recursive n(i) as (select 1 union all select i + 1 from n where i < 500) insert into canary (token) select hex(randomblob(2000)) from n",
  ".shell kill -9 $PPID",
];

/** Kills the services without closing their databases, and a process that is writing into one of them. */
export const crashInTransaction = (services: readonly Service[], victim: Service): Step => {
  const [database, log] = databaseFiles(victim);
  return step("Kill the services, and a writer in the middle of a transaction", {
    why: "The out-of-memory killer does the same. The committed rows are only in the -wal file, together with an unfinished transaction. That transaction belongs to sqlite3, because a service's own ends within a millisecond.",
    run: [
      mcp.sh`podman kill --signal KILL ${services.map(({ name }) => name)}`,
      mcp.sh`sqlite3 ${database} ${halfTransaction} || test $? -eq 137`,
    ],
    verify: [
      check("no container runs", mcp.sh`podman ps --quiet`.printsNothing()),
      check("the half transaction is in the log", rift.root.sh`find ${log} -size +500k`.printsExactly(log)),
    ],
  });
};
