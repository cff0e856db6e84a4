import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { MachineError } from "../../errors.ts";
import { textIn } from "../files.ts";
import { onThisHost } from "../host-load.ts";
import { hostSlowness } from "../pace.ts";
import { type EnginePaths, makePrivateDir } from "./cache-paths.ts";
import { membersOf, removeCgroups } from "./cgroups.ts";
import { readRecord, removeRecord, writeRecord } from "./engine-record.ts";
import { pingSocket } from "./engine-socket.ts";
import { namespaceScript, unshareArguments } from "./namespace-script.ts";
import { identify, livenessOf, thisProcess } from "./process-identity.ts";

const startMs = 20_000 * hostSlowness;
const stopMs = 8_000 * hostSlowness;
const clearMs = 3_000 * hostSlowness;

/**
 * Root file systems that share a kernel share its control groups, and may have caches at the same path: the folder
 * itself tells them apart.
 */
export const cgroupParentOf = (paths: EnginePaths): string => {
  const folder = statSync(paths.stateDir, { throwIfNoEntry: false });
  return folder === undefined
    ? `drillbook-${paths.id}`
    : `drillbook-${paths.id}-${folder.dev.toString(36)}-${folder.ino.toString(36)}`;
};

/** Whether the engine of this cache lives. */
export const isEngineAlive = (paths: EnginePaths): boolean => {
  const record = readRecord(paths.recordFile);
  return record !== undefined && livenessOf(record.engine) === "alive";
};

/**
 * Starts a dockerd in namespaces of its own, which ends when the descriptor of the answer, and all others that are open
 * for writing to its FIFO, are closed. The caller holds the lock of the cache, and no engine of it lives.
 * @throws MachineError with what it printed
 */
export const launchEngine = async (paths: EnginePaths): Promise<number> => {
  await clearAll(paths);
  await mkdir(paths.dataRoot, { recursive: true });
  makePrivateDir(paths.runDir);
  writeFileSync(`${paths.runDir}/daemon.json`, "{}");
  const script = namespaceScript({ ...paths, cgroupParent: cgroupParentOf(paths), label: paths.id });
  const { reading, writing } = makeFifo(paths.leaseFifo);
  const log = openSync(paths.logFile, "a");
  // A session of its own: Ctrl-C at the terminal is for the harness, which then leaves the engine in order.
  const child = spawn("unshare", unshareArguments(script), {
    detached: true,
    stdio: [reading, "ignore", log],
  });
  closeSync(reading);
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  const engine = identify(child.pid ?? 0);
  if (engine) writeRecord(paths.recordFile, { engine, owner: thisProcess(), kept: false });
  const failure = await untilAnswers(paths.socket, ended);
  if (failure !== undefined) {
    const said = lastLines(textIn(paths.logFile) ?? "", 8);
    closeSync(writing);
    killNamespace(child.pid ?? 0);
    await ended;
    clear(paths);
    throw new MachineError("the private container engine did not start", {
      command: "unshare … dockerd",
      got: `${failure}\n${said}`,
      next: "`drill doctor` shows what the host lacks; with an engine of your own, set DOCKER_HOST",
    });
  }
  // The engine must not keep a command alive that has nothing more to do.
  child.unref();
  return writing;
};

/** Opened before the engine starts, so that it reads an end in any case: also when this process is killed meanwhile. */
const makeFifo = (path: string): { reading: number; writing: number } => {
  execFileSync("mkfifo", ["-m", "600", path]);
  // A FIFO that is opened for reading alone waits for a writer.
  const both = openSync(path, "r+");
  const reading = openSync(path, "r");
  const writing = openSync(path, "w");
  closeSync(both);
  return { reading, writing };
};

/**
 * Kills the first process inside, not `unshare` itself: that one ends when all of the namespace has ended, so that
 * its end says so.
 */
const killNamespace = (unsharePid: number): void => {
  try {
    const children = readFileSync(`/proc/${unsharePid}/task/${unsharePid}/children`, "utf8").trim();
    process.kill(Number(children.split(" ")[0]) || unsharePid, "SIGKILL");
  } catch {
    // It has ended already.
  }
};

/**
 * Ends the engine of this cache with everything in it, and removes its traces; answers whether it lived. Killed, not
 * asked: dockerd takes a second to end in order, and what it has answered is on disk already.
 * @throws MachineError that lists what is left
 */
export const endEngine = async (paths: EnginePaths): Promise<boolean> => {
  const engine = readRecord(paths.recordFile)?.engine;
  const alive = engine !== undefined && livenessOf(engine) === "alive";
  if (alive) {
    killNamespace(engine.pid);
    for (let waitedMs = 0; livenessOf(engine) === "alive" && waitedMs < onThisHost(stopMs); waitedMs += 10) {
      await delay(10);
    }
  }
  await clearAll(paths);
  return alive;
};

const untilAnswers = async (socket: string, ended: Promise<string>): Promise<string | undefined> => {
  const since = performance.now();
  let failure: string | undefined;
  void ended.then((how) => {
    failure = how;
  });
  while (failure === undefined) {
    if ((await pingSocket(socket, 2000)) === true) return undefined;
    if (performance.now() - since > onThisHost(startMs)) return `no answer within ${startMs / 1000} s`;
    await delay(10);
  }
  return failure;
};

/** Processes of the namespace end a moment after its first one: their cgroups can be removed then. */
const clearAll = async (paths: EnginePaths): Promise<void> => {
  clear(paths);
  let left = removeCgroups(cgroupParentOf(paths));
  for (let waitedMs = 0; left.length > 0 && waitedMs < onThisHost(clearMs); waitedMs += 20) {
    await delay(20);
    left = removeCgroups(cgroupParentOf(paths));
  }
  if (left.length > 0) {
    throw new MachineError("the private container engine left control groups behind", {
      got: `control groups that are still in use: ${left.join(", ")}\n${membersOf(left)}`,
      waited: `${clearMs / 1000} s`,
      next: "end these processes; `drill clean` tries again",
    });
  }
};

const clear = (paths: EnginePaths): void => {
  rmSync(paths.runDir, { recursive: true, force: true });
  removeRecord(paths.recordFile);
  try {
    // Made as a mount point when it was not there: only an empty directory goes.
    rmdirSync("/etc/docker");
  } catch {}
};

const lastLines = (text: string, count: number): string =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
