import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assumeIdleHost } from "../host-load.ts";
import { enginePaths } from "./cache-paths.ts";
import { withDeadline } from "./deadline.ts";
import { connect, nameOf } from "./engine.ts";
import { readRecord } from "./engine-record.ts";
import { pingSocket } from "./engine-socket.ts";
import { leaseEngine, leaseHolders } from "./lease.ts";
import { cgroupParentOf, endEngine } from "./private-engine.ts";
import { livenessOf } from "./process-identity.ts";

let cache = "";
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-engine-"));
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

const lease = (onProgress: (line: string) => void = () => {}) => leaseEngine(enginePaths(cache), onProgress);

/** Another process that has a lease until it is killed; with "keep" it ends, and the engine lives on. */
const holder = async (then: "hold" | "keep") => {
  const script = `
    const { enginePaths } = await import("#harness/machines/engine/cache-paths.ts");
    const { leaseEngine } = await import("#harness/machines/engine/lease.ts");
    const engine = await leaseEngine(enginePaths(process.env.CACHE), () => {});
    if (${JSON.stringify(then)} === "keep") await engine.keep();
    else setInterval(() => {}, 1000);
    console.log("ready");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: { ...process.env, CACHE: cache },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface(child.stdout), "line");
  return child;
};

const kill = async (child: ChildProcess): Promise<void> => {
  child.kill("SIGKILL");
  await once(child, "exit");
};

const answers = () => pingSocket(enginePaths(cache).socket, 2000);

const traces = (): string[] => {
  const paths = enginePaths(cache);
  const cgroups = readdirSync("/sys/fs/cgroup", { recursive: false, encoding: "utf8" })
    .map((controller) => `/sys/fs/cgroup/${controller}`)
    .filter((folder) => statSync(folder).isDirectory())
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => path.includes(`/drillbook-${paths.id}`));
  return [paths.runDir, paths.recordFile, paths.lockFile, paths.leasesDir]
    .filter((path) => existsSync(path))
    .concat(cgroups);
};

test("it answers, and after its stop nothing of it is left", async () => {
  const engine = await lease();
  expect(await nameOf(await connect(`unix://${engine.socket}`))).toMatch(/^Docker \d/);
  const record = readRecord(enginePaths(cache).recordFile);
  await engine[Symbol.asyncDispose]();
  await engine[Symbol.asyncDispose]();
  expect(record && livenessOf(record.engine)).toBe("dead");
  expect(traces()).toEqual([]);
});

test("caches at the same path of two root file systems have control groups of their own", () => {
  const paths = enginePaths(cache);
  mkdirSync(paths.stateDir, { recursive: true });
  const other = join(cache, "other-engine");
  mkdirSync(other);
  expect(cgroupParentOf({ ...paths, stateDir: other })).not.toBe(cgroupParentOf(paths));
});

test("a process that stays in one of its control groups is named", async () => {
  const engine = await lease();
  const controller = existsSync("/sys/fs/cgroup/pids") ? "pids" : "";
  const group = join("/sys/fs/cgroup", controller, cgroupParentOf(enginePaths(cache)));
  mkdirSync(group, { recursive: true });
  const stranger = spawn("sleep", ["infinity"]);
  writeFileSync(join(group, "cgroup.procs"), String(stranger.pid));
  await expect(engine[Symbol.asyncDispose]()).rejects.toMatchObject({
    message: "the private container engine left control groups behind",
    facts: { got: expect.stringContaining(`process ${stranger.pid}: sleep infinity`), waited: "3 s" },
  });
  stranger.kill();
  await once(stranger, "exit");
  await endEngine(enginePaths(cache));
  expect(traces().filter((path) => path.includes("cgroup"))).toEqual([]);
});

test("two commands have one engine: it ends with the last, whichever that is", async () => {
  for (const last of ["first", "second"] as const) {
    const first = await lease();
    const second = await lease();
    expect(leaseHolders(enginePaths(cache)).map(({ pid }) => pid)).toEqual([process.pid]);
    await (last === "first" ? second : first)[Symbol.asyncDispose]();
    expect(await answers()).toBe(true);
    await (last === "first" ? first : second)[Symbol.asyncDispose]();
    expect(traces()).toEqual([]);
  }
});

test("the second one does not touch what the first has made", async () => {
  const first = await lease();
  try {
    const docker = await connect(`unix://${first.socket}`);
    const loaded = await docker.importImage(Readable.from([Buffer.alloc(1024)]), {
      repo: "drillbook-test/lease",
    });
    for await (const _ of loaded) {
      // Read to its end: the image is there then.
    }
    const { id } = await docker.createContainer({ Image: "drillbook-test/lease", Cmd: ["/none"] });
    const second = await lease();
    await second[Symbol.asyncDispose]();
    expect((await docker.listContainers({ all: true })).map(({ Id }) => Id)).toEqual([id]);
  } finally {
    await first[Symbol.asyncDispose]();
  }
  expect(traces()).toEqual([]);
});

test("a killed command takes the engine from no other one, also when it had started it", async () => {
  const starter = await holder("hold");
  const other = await holder("hold");
  const second = await lease();
  expect(leaseHolders(enginePaths(cache)).map(({ pid }) => pid)).toEqual(
    expect.arrayContaining([starter.pid, other.pid, process.pid]),
  );
  await kill(starter);
  await kill(other);
  expect(await answers()).toBe(true);
  expect(leaseHolders(enginePaths(cache)).map(({ pid }) => pid)).toEqual([process.pid]);
  await second[Symbol.asyncDispose]();
  expect(traces()).toEqual([]);
});

test("it ends by itself when its last command is killed, and the next one starts as if nothing had been", async () => {
  const child = await holder("hold");
  const record = readRecord(enginePaths(cache).recordFile);
  await kill(child);
  await expect.poll(() => record && livenessOf(record.engine), { timeout: 100_000 }).toBe("dead");
  const engine = await lease();
  await engine[Symbol.asyncDispose]();
  expect(traces()).toEqual([]);
});

test("a command that joins while the last one is killed has an engine that answers", async () => {
  // Before, while and after the engine notices it.
  for (const ms of [0, 30, 60, 110]) {
    const child = await holder("hold");
    const killed = kill(child);
    await delay(ms);
    const engine = await lease();
    await killed;
    await delay(200);
    expect(await answers()).toBe(true);
    await engine[Symbol.asyncDispose]();
  }
  expect(traces()).toEqual([]);
});

test("a kept one survives its command and the next one, until it is let go", async () => {
  const child = await holder("keep");
  await once(child, "exit");
  expect(await answers()).toBe(true);
  await (await lease())[Symbol.asyncDispose]();
  expect(await answers()).toBe(true);
  const last = await lease();
  await last.letGo(async () => true);
  expect(readRecord(enginePaths(cache).recordFile)).toMatchObject({ kept: true });
  await last.letGo(async () => false);
  await last[Symbol.asyncDispose]();
  expect(traces()).toEqual([]);
});

test("one that was let go ends with the last command, also when that is killed", async () => {
  const keeper = await holder("keep");
  await once(keeper, "exit");
  const record = readRecord(enginePaths(cache).recordFile);
  const last = await holder("hold");
  const letting = await lease();
  await letting.letGo(async () => false);
  await letting[Symbol.asyncDispose]();
  expect(await answers()).toBe(true);
  await kill(last);
  await expect.poll(() => record && livenessOf(record.engine), { timeout: 100_000 }).toBe("dead");
  await endEngine(enginePaths(cache));
});

test("one that hangs while another command needs it is not taken away: its users are named", async () => {
  const other = await holder("hold");
  process.kill(pidOf("dockerd", enginePaths(cache).dataRoot), "SIGSTOP");
  await expect(lease()).rejects.toMatchObject({
    message: "the private container engine does not answer",
    facts: { got: `process ${other.pid} uses it` },
  });
  await kill(other);
  const next = await lease();
  expect(await answers()).toBe(true);
  await next[Symbol.asyncDispose]();
  expect(traces()).toEqual([]);
});

test("a call to one that has stopped answering ends at its deadline, and it can still be ended", async () => {
  const engine = await lease();
  const docker = await connect(`unix://${engine.socket}`);
  const pid = pidOf("dockerd", enginePaths(cache).dataRoot);
  process.kill(pid, "SIGSTOP");
  // On a busy host the deadline is later.
  assumeIdleHost();
  await expect(withDeadline("GET /version", docker.version(), 300)).rejects.toMatchObject({
    code: "machine-failed",
    message: "the container engine did not answer",
    facts: { command: "GET /version", waited: expect.stringMatching(/^\d/) },
  });
  await engine[Symbol.asyncDispose]();
  expect(traces()).toEqual([]);
});

const pidOf = (command: string, argument: string): number => {
  const found = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => {
      try {
        const [first = "", ...rest] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
        return first.endsWith(command) && rest.some((word) => word.includes(argument));
      } catch {
        return false;
      }
    });
  return Number(found);
};
