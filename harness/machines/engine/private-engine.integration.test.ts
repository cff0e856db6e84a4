import { spawn } from "node:child_process";
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
import { afterAll, beforeAll, expect, test } from "vitest";
import { assumeIdleHost } from "../host-load.ts";
import { enginePaths } from "./cache-paths.ts";
import { withDeadline } from "./deadline.ts";
import { connect, nameOf } from "./engine.ts";
import { readRecord } from "./engine-record.ts";
import { pingSocket } from "./engine-socket.ts";
import {
  cgroupParentOf,
  endPrivateEngine,
  startPrivateEngine,
  userOfPrivateEngine,
} from "./private-engine.ts";
import { livenessOf } from "./process-identity.ts";

let cache = "";
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-engine-"));
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** Another process that holds the engine until it is told to end. */
const holder = async (then: "hold" | "keep") => {
  const script = `
    const { enginePaths } = await import("#harness/machines/engine/cache-paths.ts");
    const { startPrivateEngine } = await import("#harness/machines/engine/private-engine.ts");
    const engine = await startPrivateEngine(enginePaths(process.env.CACHE));
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

const traces = (): string[] => {
  const paths = enginePaths(cache);
  const cgroups = readdirSync("/sys/fs/cgroup", { recursive: false, encoding: "utf8" })
    .map((controller) => `/sys/fs/cgroup/${controller}`)
    .filter((folder) => statSync(folder).isDirectory())
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => path.includes(`/drillbook-${paths.id}`));
  return [paths.runDir, paths.recordFile, paths.lockFile].filter((path) => existsSync(path)).concat(cgroups);
};

test("it answers, and after its stop nothing of it is left", async () => {
  const engine = await startPrivateEngine(enginePaths(cache));
  expect(await nameOf(await connect(`unix://${engine.socket}`))).toMatch(/^Docker \d/);
  const record = readRecord(enginePaths(cache).recordFile);
  await engine.stop();
  await engine.stop();
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
  const engine = await startPrivateEngine(enginePaths(cache));
  const controller = existsSync("/sys/fs/cgroup/pids") ? "pids" : "";
  const group = join("/sys/fs/cgroup", controller, cgroupParentOf(enginePaths(cache)));
  mkdirSync(group, { recursive: true });
  const stranger = spawn("sleep", ["60"]);
  writeFileSync(join(group, "cgroup.procs"), String(stranger.pid));
  await expect(engine.stop()).rejects.toMatchObject({
    message: "the private container engine left control groups behind",
    facts: { got: expect.stringContaining(`process ${stranger.pid}: sleep 60`), waited: "3 s" },
  });
  stranger.kill();
  await once(stranger, "exit");
  await endPrivateEngine(enginePaths(cache));
  expect(traces().filter((path) => path.includes("cgroup"))).toEqual([]);
});

test("a second command is told who has it", async () => {
  const engine = await startPrivateEngine(enginePaths(cache));
  try {
    await expect(startPrivateEngine(enginePaths(cache))).rejects.toMatchObject({
      code: "host-not-ready",
      facts: { got: `process ${process.pid} uses it` },
    });
  } finally {
    await engine.stop();
  }
});

test("it ends by itself when its harness is killed, and the next one starts as if nothing had been", async () => {
  const child = await holder("hold");
  const record = readRecord(enginePaths(cache).recordFile);
  expect(userOfPrivateEngine(enginePaths(cache))?.pid).toBe(child.pid);
  child.kill("SIGKILL");
  await once(child, "exit");
  await expect.poll(() => record && livenessOf(record.engine), { timeout: 100_000 }).toBe("dead");
  const engine = await startPrivateEngine(enginePaths(cache));
  await engine.stop();
  expect(traces()).toEqual([]);
});

test("a kept one survives its harness, is refused to others, and can be ended", async () => {
  const child = await holder("keep");
  await once(child, "exit");
  expect(await pingSocket(enginePaths(cache).socket, 2000)).toBe(true);
  await expect(startPrivateEngine(enginePaths(cache))).rejects.toMatchObject({
    message: "a kept machine is in the private container engine",
    facts: { next: "npm run drill clean" },
  });
  expect(await endPrivateEngine(enginePaths(cache))).toBe(true);
  expect(traces()).toEqual([]);
});

test("a call to one that has stopped answering ends at its deadline, and it can still be ended", async () => {
  const engine = await startPrivateEngine(enginePaths(cache));
  const docker = await connect(`unix://${engine.socket}`);
  const pid = pidOf("dockerd", enginePaths(cache).dataRoot);
  process.kill(pid, "SIGSTOP");
  // On a busy host the deadline is later.
  assumeIdleHost();
  await expect(withDeadline("GET /version", docker.version(), 300)).rejects.toMatchObject({
    code: "machine-failed",
    message: "the container engine did not answer",
    facts: { command: "GET /version", waited: "0.3 s" },
  });
  await engine.stop();
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
