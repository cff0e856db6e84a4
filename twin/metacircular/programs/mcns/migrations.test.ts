import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { askDns } from "../testing/ask-dns.ts";
import { type Ended, makeDirectory, RunningService, runService } from "../testing/run-service.ts";
import { mcns as program } from "./program.ts";

const CONFIG = `
[server]
listen = "127.0.0.1:0"
[database]
path = "DIR/mcns.db"
[dns]
listen = "127.0.0.1:0"
[[zones]]
name = "svc.mcp.metacircular.net"
primary = "ns.mcp.metacircular.net"
mailbox = "admin.metacircular.net"
[migrations]
folder = "DIR/migrations"
`;

const insert = (name: string, how = "insert"): string =>
  `${how} into records (name, type, ttl, value) values ('${name}.svc.mcp.metacircular.net', 'A', 300, '192.0.2.7');\n`;

const folderWith = (files: Readonly<Record<string, string>>) => {
  const directory = makeDirectory();
  mkdirSync(join(directory, "migrations"));
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(directory, "migrations", name), sql);
  return { directory };
};

/** Once more on what the first start has left. */
const startAgain = async (first: RunningService): Promise<RunningService> => {
  await first.stop();
  return new RunningService(program, CONFIG, { directory: first.directory });
};

/** How it ended; a server that starts although it should not fails the test at once. */
const endOf = (mcns: RunningService): Promise<Ended> =>
  mcns.ready().then(
    () => Promise.reject(new Error("it serves")),
    () => mcns.ended,
  );

const serialIn = (mcns: RunningService): unknown =>
  mcns.sql("mcns.db", "select serial from zones")[0]?.["serial"];

describe("the migrations of mcns", () => {
  it("run in the order of their names, and raise the serial of what they change", async () => {
    const update = "update records set value = '192.0.2.9' where name like 'new.%';\n";
    await using mcns = await runService(
      program,
      CONFIG,
      folderWith({ "02-move.sql": update, "01-add.sql": insert("new"), "notes.txt": "no sql" }),
    );
    const { answers } = await askDns(mcns.port("dns/udp"), "new.svc.mcp.metacircular.net", "A");
    expect(answers).toEqual(["new.svc.mcp.metacircular.net A 192.0.2.9"]);
    expect(Number(serialIn(mcns)) % 100).toBe(2);
  });

  it("with a plain insert work once, and never again", async () => {
    await using first = await runService(program, CONFIG, folderWith({ "01-seed.sql": insert("new") }));
    await using second = await startAgain(first);
    expect(await endOf(second)).toEqual({
      code: 1,
      stderr: `run migration ${first.directory}/migrations/01-seed.sql: UNIQUE constraint failed: records.name, records.type, records.value\n`,
    });
  });

  it("that ignore what is there work at every start, and then change no serial", async () => {
    const files = { "01-seed.sql": insert("new", "insert or ignore") };
    await using first = await runService(program, CONFIG, folderWith(files));
    const serial = serialIn(first);
    await using second = await startAgain(first);
    await second.ready();
    expect(serialIn(second)).toBe(serial);
  });

  it.each([
    [
      "an alias beside an address",
      insert("new") + insert("new").replace("'A'", "'CNAME'").replace("192.0.2.7", "a.net"),
      "a CNAME stands alone",
    ],
    [
      "a name of another zone",
      insert("new").replace("metacircular.net", "example.net"),
      "is in none of the zones",
    ],
    ["what is no SQL", "insert nothing;", 'near "nothing": syntax error'],
  ])("that add %s are refused, and nothing of them is kept", async (_, sql, words) => {
    await using mcns = new RunningService(program, CONFIG, folderWith({ "01.sql": sql }));
    const { code, stderr } = await endOf(mcns);
    expect([code, stderr]).toEqual([1, expect.stringContaining(words)]);
    expect(mcns.sql("mcns.db", "select * from records")).toEqual([]);
  });

  it("must be there when the configuration names them", async () => {
    await using mcns = new RunningService(program, CONFIG, { directory: makeDirectory() });
    expect(await endOf(mcns)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^read migrations: ENOENT/),
    });
  });
});
