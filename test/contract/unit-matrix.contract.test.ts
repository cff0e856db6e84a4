import { afterAll, beforeAll, expect, test } from "vitest";
import { containerRigHost } from "#harness/machines/container/index.ts";
import type { Machine } from "#harness/machines/machine.ts";
import type { RigHost, RunningRig } from "#harness/machines/rig-host.ts";
import { readBlocks } from "#harness/scenario/printed-section.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import type { UnitTable } from "#twin/unit-matrix/answers.ts";
import { unitMatrix } from "#twin/unit-matrix/index.ts";
import { inTurn } from "../in-turn.ts";
import { usualCache } from "../integration/support/caches.ts";
import { ownContents } from "../own-machines.ts";
import { openTestEngine } from "../test-engine.ts";

inTurn(usualCache);

const missing = "/no/such/place";

/** A small matrix with every possible outcome of a variant. */
const small = unitMatrix({
  ...{ id: "small", title: "Small", summary: "Small.", machine: "rift", base: ["User=daemon"] },
  groups: [
    {
      id: "alone",
      title: "Alone",
      variants: [
        { title: "nothing", lines: [] },
        { title: "ReadOnlyPaths=/srv", lines: ["ReadOnlyPaths=/srv"] },
        { title: "misspelt", lines: ["ReadOnlyPath=/srv"] },
        { title: "no place", lines: [`ReadWritePaths=${missing}`] },
        { title: "slow", lines: ["Environment=WAIT=10", "TimeoutStartSec=1", "PrivateNetwork=true"] },
      ],
    },
  ],
  situations: [
    { id: "first", title: "first", round: 1, questions: ["write", "seen"], before: "rm -f /srv/open/*" },
    { id: "again", title: "after a reboot", round: 2, questions: ["seen"] },
  ],
  questions: [
    {
      ...{ id: "write", title: "write", asked: "unit" },
      script: "touch /srv/open/$NAME && sleep $" + "{WAIT:-0}",
    },
    { ...{ id: "seen", title: "seen", asked: "machine", needs: "write" }, script: "ls /srv/open/$NAME" },
  ],
  claims: [],
  clean: "rm -r /srv/open",
});

const rig: Rig = {
  networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
  machines: [
    { name: "rift", addresses: { lan: "192.0.2.10" }, users: ["root"], provision: small.provision() },
  ],
  setup: [],
  samples: [],
};

let host: RigHost;
let running: RunningRig;
beforeAll(async () => {
  host = containerRigHost({ contents: ownContents, engine: await openTestEngine(() => {}) });
  await host.prepare(rig, () => {});
  running = await host.start(rig, { label: "unit-matrix", keep: false });
});
afterAll(async () => {
  await running?.stop();
  await host?.[Symbol.asyncDispose]();
});

test("every version is asked, in what its settings leave it, and answers outlast a reboot", async () => {
  const machine = running.machines.get("rift") as Machine;
  const run = async (script: string): Promise<string> => {
    const seen = await machine.exec({ script, timeoutMs: 60_000 });
    expect(seen.exitCode, `${script}\n${seen.stdout}${seen.stderr}`).toBe(0);
    return seen.stdout;
  };
  await run("install -d -m 1777 /srv/open");
  await run("unit-matrix ask small 1");
  await machine.reboot();
  await run("unit-matrix ask small 2");
  const { rows, words } = JSON.parse(await run("unit-matrix answers small")) as UnitTable;
  const [plain, readOnly, misspelt, noPlace, slow] = rows;
  const yes = { answer: "yes" };
  const wordOf = (row = plain, question = "write"): string => {
    const answer = row?.answers["first"]?.[question];
    return answer?.answer === "no" ? (words[answer.word] ?? "") : "";
  };
  expect(plain?.answers["first"]).toEqual({ write: yes, seen: yes });
  expect(plain?.exposure).toBeGreaterThan(slow?.exposure ?? 10);
  expect(wordOf(readOnly)).toMatch(/touch: .*Read-only file system/);
  expect(readOnly?.answers["first"]?.["seen"]).toEqual({ answer: "not asked" });
  expect(misspelt?.rejected).toMatch(/^line \d+ \(ReadOnlyPath=\/srv\): Unknown key/);
  expect(misspelt?.answers["first"]).toEqual({});
  expect(wordOf(noPlace)).toContain(missing);
  expect(wordOf(slow)).toBe("cut off with the unit");
  // What the last one wrote is gone with the next "before": only what is asked again is there.
  expect(rows.map(({ answers }) => Object.keys(answers["again"] ?? {}))).toEqual([
    ["seen"],
    ["seen"],
    [],
    ["seen"],
    ["seen"],
  ]);
  expect(await run("unit-matrix broken small first alone")).toBe(
    "ReadOnlyPaths=/srv\nmisspelt\nno place\nslow\n",
  );
  const blocks = readBlocks(await run("unit-matrix table small"));
  const [head, ...cells] = blocks.flatMap((block) => ("table" in block ? block.table : []));
  expect(head).toEqual(["setting", "first", "after a reboot", "exposed"]);
  expect(cells.map(([setting, first]) => [setting, first?.replace(/\d+/, "N")])).toEqual([
    ["nothing", "✓"],
    ["`ReadOnlyPaths=/srv`", "✗ no: write (N)"],
    ["misspelt", "rejected"],
    ["no place", "✗ no: write (N)"],
    ["slow", "✗ no: write (N)"],
  ]);
  await run("unit-matrix clean small");
  expect(await run("ls -d /srv/open /run/systemd/system/unit-matrix-* 2>/dev/null; echo none")).toBe(
    "none\n",
  );
});

test("what cannot be asked is said in one line", async () => {
  const machine = running.machines.get("rift") as Machine;
  const fails = async (script: string) => {
    const { exitCode, stderr } = await machine.exec({ script, timeoutMs: 10_000 });
    return { exitCode, stderr };
  };
  expect((await fails("unit-matrix ask other 1")).stderr).toMatch(
    /^unit-matrix: \S+\/other\.json cannot be read: /,
  );
  expect((await fails("unit-matrix answers other")).stderr).toBe(
    "unit-matrix: the matrix other was not asked yet; unit-matrix ask other 1\n",
  );
  expect(await fails("unit-matrix")).toMatchObject({ exitCode: 64 });
});
