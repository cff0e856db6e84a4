import { spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { identify, thisProcess } from "../engine/process-identity.ts";
import { claimRoom, type Need, roomIn } from "./claim-room.ts";
import { hostDir, readClaims, writeClaim } from "./claims.ts";
import { availableMb, residentMb, thisHost } from "./host-room.ts";
import type { HostRoom } from "./why-wait.ts";

let parent = "";
let dir = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "drillbook-host-"));
  dir = join(parent, "host");
});
afterEach(() => rmSync(parent, { recursive: true }));

const need = (label: string, memoryMb = 1000): Need => ({
  ...{ label, kinds: ["vm"], machines: 1, memoryMb, containersMb: 0, diskMb: 0, diskFolder: "" },
});

/** Two rigs of 1,000 MB fit beside what stays free; what runs uses nothing yet. */
const small = (): HostRoom => ({ availableMb: 2600, usedMb: () => 0, diskOf: thisHost().diskOf });

const claim = (label: string, waiting: Parameters<typeof claimRoom>[1] = {}, memoryMb?: number) =>
  claimRoom(need(label, memoryMb), waiting, { dir, host: small });

test("a rig that fits has room at once, and gives it back", async () => {
  const onProgress = vi.fn();
  const room = await claim("one", { onProgress, onWaited: onProgress });
  expect(readClaims(dir)).toMatchObject([
    { ticket: 1, label: "one", state: "starting", owner: thisProcess() },
  ]);
  room.add(thisProcess());
  room.ready();
  expect(readClaims(dir)).toMatchObject([{ state: "running", processes: [thisProcess()] }]);
  room[Symbol.dispose]();
  room[Symbol.dispose]();
  room.ready();
  expect(readClaims(dir)).toEqual([]);
  expect(onProgress).not.toHaveBeenCalled();
});

test("one that does not fit waits, says for whom, and goes on when that one has ended", async () => {
  const rooms = [await claim("one"), await claim("two")];
  const onProgress = vi.fn();
  const onWaited = vi.fn();
  const third = claim("three", { onProgress, onWaited });
  await vi.waitFor(() => expect(readClaims(dir)).toMatchObject([{}, {}, { waitsFor: { what: "memory" } }]));
  rooms[0]?.[Symbol.dispose]();
  const room = await third;
  expect([rooms[1]?.waited, room.waited]).toEqual([false, true]);
  expect(onProgress.mock.calls).toEqual([
    [
      `waiting for memory: 1512 MB are needed, and 600 MB are left by process ${process.pid} ("one"), process ${process.pid} ("two")`,
    ],
  ]);
  expect(onWaited).toHaveBeenCalledExactlyOnceWith(
    onProgress.mock.calls[0]?.[0].replace("waiting for ", ""),
    expect.any(Number),
  );
  expect(readClaims(dir)).toMatchObject([{ label: "two" }, { label: "three", state: "starting" }]);
  room[Symbol.dispose]();
});

test("a wait is told again when others have the memory, and not when its size alone changes", async () => {
  const sizes = [2600, 2600, 2590, 2580, 2570];
  const shrinking = (): HostRoom => ({ ...small(), availableMb: sizes.shift() ?? 2570 });
  const at = { dir, host: shrinking };
  const rooms = [await claimRoom(need("one"), {}, at), await claimRoom(need("two"), {}, at)];
  const onProgress = vi.fn();
  const third = claimRoom(need("three", 1500), { onProgress }, at);
  await vi.waitFor(() => expect(sizes).toEqual([]), { timeout: 10_000 });
  rooms[0]?.[Symbol.dispose]();
  await vi.waitFor(() => expect(onProgress).toHaveBeenCalledTimes(2), { timeout: 10_000 });
  rooms[1]?.[Symbol.dispose]();
  (await third)[Symbol.dispose]();
  const left = (size: number, ...names: string[]) =>
    `waiting for memory: 2012 MB are needed, and ${size} MB are left by ${names.map((name) => `process ${process.pid} ("${name}")`).join(", ")}`;
  expect(onProgress.mock.calls).toEqual([[left(590, "one", "two")], [left(1570, "two")]]);
});

test("those that wait go on in the order of asking, a large one before a small one", async () => {
  const first = await claim("first");
  const order: string[] = [];
  const enter = async (label: string, memoryMb: number) => {
    const room = await claim(label, {}, memoryMb);
    order.push(label);
    return room;
  };
  const large = enter("large", 2000);
  await vi.waitFor(() => expect(readClaims(dir)).toHaveLength(2));
  const tiny = enter("tiny", 10);
  await vi.waitFor(() => expect(readClaims(dir)).toHaveLength(3));
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(order).toEqual([]);
  first[Symbol.dispose]();
  (await large)[Symbol.dispose]();
  (await tiny)[Symbol.dispose]();
  expect(order).toEqual(["large", "tiny"]);
});

test("the claim of a process that is killed counts no more, and its file goes", async () => {
  const other = spawn("sleep", ["60"]);
  const owner = identify(other.pid ?? 0) ?? thisProcess();
  (await claim("made"))[Symbol.dispose]();
  writeClaim(dir, { ...need("killed", 2000), ticket: 7, owner, sinceMs: 0, state: "running", processes: [] });
  let told = "";
  const waiting = claim("next", {
    onProgress: (line) => {
      told = line;
      other.kill("SIGKILL");
    },
  });
  const room = await waiting;
  expect(told).toContain(`process ${other.pid} ("killed")`);
  expect(readdirSync(join(dir, "claims"))).toEqual(["0000000008.json"]);
  room[Symbol.dispose]();
});

test("an interruption ends the wait, and the claim with it", async () => {
  const rooms = [await claim("one"), await claim("two")];
  const interruption = new AbortController();
  const third = claim("three", { signal: interruption.signal, onProgress: () => interruption.abort() });
  await expect(third).rejects.toMatchObject({ code: "interrupted" });
  expect(readClaims(dir).map(({ label }) => label)).toEqual(["one", "two"]);
  for (const room of rooms) room[Symbol.dispose]();
});

test("what never fits is refused, and leaves no claim", async () => {
  await expect(claim("giant", {}, 3000)).rejects.toMatchObject({ code: "host-not-ready" });
  expect(readClaims(dir)).toEqual([]);
});

test("room that was given is not claimed again, and not given back", async () => {
  const whole = await claim("whole");
  const half = await roomIn(whole, need("half"), {});
  half.add(thisProcess());
  half[Symbol.dispose]();
  expect(readClaims(dir)).toMatchObject([{ label: "whole", processes: [thisProcess()] }]);
  whole[Symbol.dispose]();
});

test("the memory of this host and of a process is read as the kernel says it", () => {
  expect(availableMb("MemTotal:       24000000 kB\nMemAvailable:    2048000 kB\n")).toBe(2000);
  expect(availableMb()).toBeGreaterThan(0);
  expect(residentMb(thisProcess())).toBeGreaterThan(10);
  expect(residentMb({ ...thisProcess(), startTicks: "1" })).toBe(0);
  const { usedMb, diskOf } = thisHost();
  const claimed = { ...need("x"), containersMb: 700, owner: thisProcess(), sinceMs: 0, processes: [] };
  expect(usedMb({ ...claimed, state: "starting" })).toBe(0);
  expect(usedMb({ ...claimed, state: "running" })).toBe(700);
  expect(diskOf(join(parent, "not", "made", "yet"))).toEqual(diskOf(parent));
  expect(existsSync(join(parent, "not"))).toBe(false);
});

test("the memory of a process that another one holds is that one's: a user-mode kernel is such a process", async () => {
  const program = `${process.execPath} -e 'process.stdout.write("up"); setTimeout(() => {}, 60_000)'`;
  const holder = spawn("sh", ["-c", `${program}; :`], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  try {
    await once(holder.stdout, "data");
    const { pid = 0 } = holder;
    expect(residentMb(identify(pid) ?? thisProcess())).toBeGreaterThan(20);
  } finally {
    process.kill(-(holder.pid ?? 0), "SIGKILL");
  }
});

test("claims are where all commands of a user see them", () => {
  expect(hostDir({}, 0)).toBe("/run/drillbook");
  if (process.getuid?.() === 0) chownSync(parent, 7, 7);
  const { uid } = statSync(parent);
  const runtime = { XDG_RUNTIME_DIR: parent };
  expect(hostDir(runtime, uid)).toBe(join(parent, "drillbook"));
  expect(hostDir(runtime, uid + 1)).toBe(`/tmp/drillbook-${uid + 1}-host`);
  expect(hostDir({}, 7)).toBe("/tmp/drillbook-7-host");
});
