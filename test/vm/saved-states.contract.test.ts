import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Subject } from "#harness/contract/contract-rig.ts";
import type { RigHost } from "#harness/machines/rig-host.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import { statesDir } from "#harness/machines/vm/paths.ts";
import { ownContents } from "../own-machines.ts";
import { vmRig as rig } from "./vm-rig.ts";

let host: RigHost;
let subject: Subject;

const start = async (from?: "faulted") => {
  const running = await host.start(rig, { label: "saved states", keep: false, ...(from ? { from } : {}) });
  subject = new Subject(host, running);
};
const out = (script: string) => subject.out(script);

beforeAll(async () => {
  host = vmRigHost({
    contents: ownContents,
    setup: true,
    onProgress: (line) => process.stdout.write(`${line}\n`),
  });
  await host.prepare(rig, (line) => process.stdout.write(`${line}\n`));
  await start();
});
afterAll(() => host[Symbol.asyncDispose]());
beforeEach(() => subject.out("true"));

test("a saved state has memory and disk as they were; what came after it is gone", async () => {
  await out("echo before >/srv/state; echo before >/run/state; setsid sleep 4321 >/dev/null 2>&1 &");
  await host.states?.save(rig, subject.rig, "faulted");
  await out("echo after >/srv/state; echo after >/run/state");
  await subject.rig.stop();
  for (let turn = 0; turn < 2; turn += 1) {
    await start("faulted");
    expect(await out("cat /srv/state /run/state")).toBe("before\nbefore");
    expect(await out("pgrep --full --count '^sleep 4321'")).toBe("1");
    const sinceMs = Date.now();
    const nowMs = Number(await out("date +%s%3N"));
    expect(nowMs).toBeGreaterThan(sinceMs - 1000);
    expect(nowMs).toBeLessThan(Date.now() + 1000);
    await out("echo changed >/srv/state; sync");
    if (turn === 0) await subject.rig.stop();
  }
});

test("a saved state that is corrupt is thrown away, and the machines boot instead", async () => {
  await subject.rig.stop();
  // The last used is ours; the cache also holds those of other rigs and images.
  const [folder = ""] = readdirSync(statesDir())
    .map((name) => join(statesDir(), name))
    .filter((path) => existsSync(join(path, "two.memory")))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const memory = join(folder, "two.memory");
  const { atime, mtime } = statSync(memory);
  const changed = Math.floor(mtime.getTime() / 1000);
  const meta = join(folder, "state.json");
  const file = openSync(memory, "r+");
  writeSync(file, Buffer.alloc(4096, "x"), 0, 4096, 0);
  closeSync(file);
  utimesSync(memory, atime, changed);
  // With the size and time of the original.
  const record = JSON.parse(readFileSync(meta, "utf8")) as { files: Record<string, { changedNs: string }> };
  const facts = record.files["two.memory"];
  if (facts) facts.changedNs = `${changed}000000000`;
  writeFileSync(meta, JSON.stringify(record));
  const said: string[] = [];
  const other = vmRigHost({ contents: ownContents, setup: true, onProgress: (line) => said.push(line) });
  try {
    const running = await other.start(rig, { label: "after corruption", keep: false });
    expect(said.join("\n")).toMatch(/a saved state cannot be used and is made again/);
    await running.stop();
  } finally {
    await other[Symbol.asyncDispose]();
    await start();
  }
});
