import { spawn } from "node:child_process";
import { once } from "node:events";
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
import { eventually, Subject } from "#harness/contract/contract-rig.ts";
import type { RigHost } from "#harness/machines/rig-host.ts";
import { vmRigHost } from "#harness/machines/vm/index.ts";
import { statesDir } from "#harness/machines/vm/paths.ts";
import type { VmMachine } from "#harness/machines/vm/vm-machine.ts";
import { ownContents } from "../own-machines.ts";
import { vmRig as rig } from "./vm-rig.ts";

let host: RigHost;
let subject: Subject;
let machine: VmMachine;

const start = async (from?: "faulted") => {
  const running = await host.start(rig, { label: "vm contract", keep: false, ...(from ? { from } : {}) });
  subject = new Subject(host, running);
  machine = subject.machine as VmMachine;
};
const out = (script: string) => subject.out(script);
const two = async (script: string) =>
  (await subject.rig.machines.get("two")?.exec({ script, timeoutMs: 20_000 }))?.stdout.trim();

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

test("after a restore each machine has its own time, name, machine-id and hardware address", async () => {
  const sinceMs = Date.now();
  const nowMs = Number(await out("date +%s%3N"));
  expect(nowMs).toBeGreaterThan(sinceMs - 1000);
  expect(nowMs).toBeLessThan(Date.now() + 1000);
  const script = "hostname; cat /etc/machine-id; cat /sys/class/net/eth0/address";
  const [one, other] = [(await out(script)).split("\n"), (await two(script))?.split("\n") ?? []];
  expect([one[0], other[0]]).toEqual(["one", "two"]);
  expect(one[1]).toMatch(/^[0-9a-f]{32}$/);
  for (const part of [1, 2]) expect(one[part]).not.toBe(other[part]);
});

test("machines of one network reach each other, and nothing else", async () => {
  expect(await two("ping -c 1 -W 2 192.0.2.10 >/dev/null && echo yes")).toBe("yes");
  expect(await out("ip route show default")).toMatch(/^default via 192\.0\.2\.254 dev eth0/);
});

test("the clock moves forward and back", async () => {
  const away = async () => Math.abs(Math.round((Number(await out("date +%s")) - Date.now() / 1000) / 60));
  await machine.moveClock(2 * 3_600_000);
  expect(await away()).toBe(120);
  await machine.moveClock(-3 * 3_600_000);
  expect(await away()).toBe(60);
  await machine.moveClock(3_600_000);
  expect(await away()).toBe(0);
});

test("a full disk takes no byte of anybody, and works again", async () => {
  await machine.setDisk("full");
  const full = await subject.run("cp /etc/hostname /srv/one-more");
  expect(full.stderr).toMatch(/No space left on device/);
  await machine.setDisk("works");
  expect(await out("echo x >/srv/one-more && cat /srv/one-more")).toBe("x");
});

test("a read-only disk can be read, and works again", async () => {
  await machine.setDisk("read-only");
  expect((await subject.run("echo x >/srv/read-only")).stderr).toMatch(/Read-only file system/);
  expect(await out("cat /etc/hostname")).toBe("one");
  await machine.setDisk("works");
  expect(await out("echo x >/srv/read-only && cat /srv/read-only")).toBe("x");
});

test("a link can be slow and lose packets, and be as before", async () => {
  // The shortest of five, without the delay of a busy host.
  const roundTrip = async () =>
    Number(/= ([\d.]+)\/[\d.]+\//.exec(await out("ping -q -c 5 -i 0.2 -W 5 192.0.2.20"))?.[1]);
  expect(await roundTrip()).toBeLessThan(500);
  await machine.setLink("lan", { delayMs: 1000, lossPercent: 0 });
  expect(await roundTrip()).toBeGreaterThan(500);
  await machine.setLink("lan", { delayMs: 0, lossPercent: 100 });
  expect((await subject.run("ping -q -c 2 -W 1 192.0.2.20")).exitCode).toBe(1);
  await machine.setLink("lan", { delayMs: 0, lossPercent: 0 });
  expect(await roundTrip()).toBeLessThan(500);
});

test("a cut link has no carrier, and the other machine is not reached", async () => {
  await machine.cutNetwork("lan");
  await eventually("no carrier", async () => (await out("cat /sys/class/net/eth0/carrier")) === "0");
  expect((await subject.run("ping -q -c 1 -W 1 192.0.2.20")).exitCode).not.toBe(0);
  await machine.healNetwork("lan");
  await eventually("reached", async () => (await subject.run("ping -c 1 -W 1 192.0.2.20")).exitCode === 0);
});

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

test("writes to a failing disk fail; after the plug was pulled what was synced is there, and the disk is whole", async () => {
  await out("echo kept >/srv/plug-synced; sync");
  await machine.setDisk("failing");
  const seen = await subject.run("dd if=/dev/zero of=/srv/failing bs=1M count=8 oflag=direct");
  expect(seen.exitCode).not.toBe(0);
  await eventually("the kernel says so", async () => /I\/O error/.test((await subject.run("dmesg")).stdout));
  await machine.powerLoss("plug");
  expect(await out("cat /srv/plug-synced")).toBe("kept");
  expect(await out("findmnt --noheadings --output OPTIONS /")).toMatch(/^rw/);
  expect(await out("echo x >/srv/failing-no-more && cat /srv/failing-no-more")).toBe("x");
});

test("a guest that panics ends what is under way, with the console's last lines", async () => {
  const under = subject.run(
    "echo 1 >/proc/sys/kernel/panic_on_oops; sleep 0.5; echo c >/proc/sysrq-trigger; sleep 30",
    {
      timeoutMs: 40_000,
    },
  );
  await expect(under).rejects.toMatchObject({
    message: "one: the guest's kernel panicked",
    facts: { got: expect.stringMatching(/Kernel panic - not syncing/) },
  });
  await subject.rig.stop();
  await start();
});

test("a guest that hangs is made to panic, and the console's last lines are told", async () => {
  await out("(sleep 0.3; pkill -STOP --full agent.mjs) >/dev/null 2>&1 &");
  await eventually("silence", async () => {
    const asked = subject.run("true", { timeoutMs: 100 }).then(
      () => undefined,
      (error: Error) => error,
    );
    const said = await asked;
    if (said === undefined) return false;
    expect(said).toMatchObject({
      message: "one: the machine hangs",
      facts: { got: expect.stringMatching(/NMI/) },
    });
    return true;
  });
  await subject.rig.stop();
  await start();
});

test("a QEMU that is killed from outside is said, and nothing of it is left", async () => {
  const { pid } = machine.qemu;
  const under = subject.run("sleep 30", { timeoutMs: 40_000 });
  const said = expect(under).rejects.toMatchObject({
    message: "one: the machine has ended",
    facts: { got: expect.stringContaining("QEMU ended by SIGKILL") },
  });
  const kill = spawn("kill", ["-KILL", String(pid)]);
  await once(kill, "exit");
  await said;
  await subject.rig.stop();
  expect(() => readFileSync(`/proc/${pid}/stat`)).toThrow();
});
