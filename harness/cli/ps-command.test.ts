import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { enginePaths } from "../machines/engine/cache-paths.ts";
import { writeRecord } from "../machines/engine/engine-record.ts";
import { thisProcess } from "../machines/engine/process-identity.ts";
import { addMark } from "../machines/engine/process-marks.ts";
import { claimRoom } from "../machines/host/claim-room.ts";
import { DrillNotice } from "../machines/host/running-drills.ts";
import { rigsDir } from "../machines/rig-record.ts";
import { whatRuns } from "./ps-command.ts";

let cache = "";
let dir = "";
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-ps-"));
  dir = join(cache, "host");
  vi.stubEnv("DRILLBOOK_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

/** A rig that a process left with --keep, and which has ended. */
const writeKept = (): void => {
  const folder = join(rigsDir(), "0badcafe");
  mkdirSync(folder, { recursive: true });
  const record = {
    ...{ owner: { ...thisProcess(), startTicks: "1" }, label: "small-copy", kept: true },
    machines: [{ name: "rift", kind: "container" }],
  };
  writeFileSync(join(folder, "rig.json"), JSON.stringify(record));
};

test("an idle host has nothing to show", async () => {
  expect(await whatRuns(dir)).toEqual({ drills: [], rigs: [], engines: [] });
});

test("what runs is read from files: drills, rigs that run or wait, kept ones, and who has the engine", async () => {
  const { pid } = process;
  new DrillNotice(dir).write({ sinceMs: 5, scenario: "uid-change", kind: "container", procedures: [] });
  const need = {
    ...{ label: "uid-change-recreate", kinds: ["container"], machines: 1, memoryMb: 350, containersMb: 350 },
    ...{ diskMb: 0, diskFolder: "", networks: { engine: "Docker", subnets: ["192.0.2.0/24"] } },
  };
  const room = await claimRoom(need, {}, { dir });
  const interruption = new AbortController();
  const second = claimRoom({ ...need, label: "second" }, { signal: interruption.signal }, { dir });
  second.catch(() => {});
  writeKept();
  const paths = enginePaths();
  addMark(paths.leasesDir);
  writeRecord(paths.recordFile, { engine: thisProcess(), owner: thisProcess(), kept: false });
  await vi.waitFor(async () => expect((await whatRuns(dir)).rigs).toHaveLength(3));
  expect(await whatRuns(dir)).toEqual({
    drills: [{ pid, sinceMs: 5, scenario: "uid-change", kind: "container", procedures: [] }],
    rigs: [
      {
        ...{ pid, sinceMs: expect.any(Number), label: "uid-change-recreate", kinds: ["container"] },
        ...{ machines: 1, memoryMb: 350, state: "starting" },
      },
      {
        ...{ pid, sinceMs: expect.any(Number), label: "second", kinds: ["container"] },
        ...{ machines: 1, memoryMb: 350, state: "waiting" },
        waitsFor: `the networks of Docker: process ${pid} ("uid-change-recreate") has the same addresses`,
      },
      { pid, label: "small-copy", kinds: ["container"], machines: 1, state: "kept" },
    ],
    engines: [{ folder: paths.stateDir, holders: [pid] }],
  });
  interruption.abort();
  await expect(second).rejects.toMatchObject({ code: "interrupted" });
  room[Symbol.dispose]();
});
