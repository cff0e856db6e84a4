import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { HostNotReadyError, MachineError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { onThisHost } from "../host-load.ts";
import { hostSlowness } from "../pace.ts";
import { type EnginePaths, makePrivateDir } from "./cache-paths.ts";
import { membersOf, removeCgroups } from "./cgroups.ts";
import { readRecord, removeRecord, writeRecord } from "./engine-record.ts";
import { pingSocket } from "./engine-socket.ts";
import { lockHolder, releaseLock, takeLock } from "./lock-file.ts";
import { namespaceScript, unshareArguments } from "./namespace-script.ts";
import { identify, livenessOf, type ProcessIdentity, thisProcess } from "./process-identity.ts";

const startMs = 20_000 * hostSlowness;
const stopMs = 8_000 * hostSlowness;
const clearMs = 3_000 * hostSlowness;

/** A dockerd in namespaces of its own, owned by this process. */
export type PrivateEngine = {
  readonly socket: string;
  /** Ends it with everything in it; safe to call twice. @throws MachineError that lists what is left */
  stop(): Promise<void>;
  /** Lets it live on when this process ends. */
  keep(): Promise<void>;
};

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

/**
 * Starts the engine of this cache.
 * @throws HostNotReadyError when another command uses it, or a kept machine lives in it
 */
export const startPrivateEngine = async (paths: EnginePaths): Promise<PrivateEngine> => {
  const me = thisProcess();
  const holder = takeLock(paths.lockFile, me);
  if (holder) throw busy(holder);
  try {
    const before = readRecord(paths.recordFile);
    if (before && livenessOf(before.engine) === "alive" && before.kept) throw keptInUse(before.engine);
    await endPrivateEngine(paths);
    await mkdir(paths.dataRoot, { recursive: true });
    makePrivateDir(paths.runDir);
    return await launch(paths, me);
  } catch (error) {
    releaseLock(paths.lockFile, me);
    throw error;
  }
};

const busy = (holder: ProcessIdentity): HostNotReadyError =>
  new HostNotReadyError("another drill uses the private container engine", {
    claimed: "one drill at a time: the addresses of a rig are fixed",
    got: `process ${holder.pid} uses it`,
    next: `wait for process ${holder.pid} to end, or give this command a cache of its own: DRILLBOOK_CACHE=DIR`,
  });

const keptInUse = (engine: ProcessIdentity): HostNotReadyError =>
  new HostNotReadyError("a kept machine is in the private container engine", {
    claimed: "one drill at a time: the addresses of a rig are fixed",
    got: `the engine of process ${engine.pid} was left running by --keep`,
    next: drillCommand(["clean"]),
  });

const launch = async (paths: EnginePaths, me: ProcessIdentity): Promise<PrivateEngine> => {
  writeFileSync(`${paths.runDir}/daemon.json`, "{}");
  const cgroupParent = cgroupParentOf(paths);
  const script = namespaceScript({ ...paths, cgroupParent, label: paths.id });
  // A session of its own: Ctrl-C at the terminal is for the harness, which then stops the engine in order.
  const child = spawn("unshare", unshareArguments(script), {
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-2000);
  });
  child.stdin.on("error", () => {});
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  const engine = identify(child.pid ?? 0);
  if (engine) writeRecord(paths.recordFile, { engine, owner: me, kept: false });
  const failure = await untilAnswers(paths.socket, ended);
  if (failure !== undefined) {
    const said = lastLines(`${stderr}\n${logOf(paths)}`, 8);
    killNamespace(child.pid ?? 0);
    await ended;
    clear(paths);
    throw new MachineError("the private container engine did not start", {
      command: "unshare … dockerd",
      got: `${failure}\n${said}`,
      next: "`drill doctor` shows what the host lacks; with an engine of your own, set DOCKER_HOST",
    });
  }
  unrefAll(child);
  return handle(paths, me, child, ended);
};

/** The engine must not keep a command alive that has nothing more to do. */
const unrefAll = (child: ChildProcess): void => {
  child.unref();
  for (const stream of [child.stdin, child.stderr]) (stream as { unref?: () => void } | null)?.unref?.();
};

const handle = (
  paths: EnginePaths,
  me: ProcessIdentity,
  child: ChildProcess,
  ended: Promise<string>,
): PrivateEngine => {
  let stopping: Promise<void> | undefined;
  // Killed, not asked: dockerd takes a second to end in order, and what it has answered is on disk already.
  const stop = async (): Promise<void> => {
    child.ref();
    killNamespace(child.pid ?? 0);
    await ended;
    try {
      await clearAll(paths);
    } finally {
      releaseLock(paths.lockFile, me);
    }
  };
  return {
    socket: paths.socket,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
    keep: async () => {
      if (stopping !== undefined) return;
      stopping = Promise.resolve();
      const record = readRecord(paths.recordFile);
      if (record) writeRecord(paths.recordFile, { ...record, kept: true });
      await new Promise<void>((resolve) => child.stdin?.end("keep\n", resolve));
      child.stderr?.destroy();
      releaseLock(paths.lockFile, me);
    },
  };
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

/** Ends the engine that an earlier command left in this cache, and removes its traces; answers whether one lived. */
export const endPrivateEngine = async (paths: EnginePaths): Promise<boolean> => {
  const record = readRecord(paths.recordFile);
  const alive = record !== undefined && livenessOf(record.engine) === "alive";
  if (alive) {
    killNamespace(record.engine.pid);
    for (
      let waitedMs = 0;
      livenessOf(record.engine) === "alive" && waitedMs < onThisHost(stopMs);
      waitedMs += 10
    ) {
      await delay(10);
    }
  }
  await clearAll(paths);
  return alive;
};

/** Whether a living command uses the private engine of this cache. */
export const userOfPrivateEngine = (paths: EnginePaths): ProcessIdentity | undefined => {
  const holder = lockHolder(paths.lockFile);
  return holder && livenessOf(holder) === "alive" ? holder : undefined;
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

const logOf = (paths: EnginePaths): string => {
  try {
    return readFileSync(paths.logFile, "utf8");
  } catch {
    return "";
  }
};

const lastLines = (text: string, count: number): string =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
