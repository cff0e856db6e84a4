import { randomBytes } from "node:crypto";
import { closeSync, constants, existsSync, openSync, rmSync, writeSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { patientMs } from "../host-load.ts";
import { hostSlowness } from "../pace.ts";
import type { OnProgress } from "../rig-host.ts";
import type { EnginePaths } from "./cache-paths.ts";
import { connect } from "./engine.ts";
import { readRecord, writeRecord } from "./engine-record.ts";
import { pingSocket } from "./engine-socket.ts";
import { waitForLock } from "./lock-file.ts";
import { endEngine, isEngineAlive, launchEngine } from "./private-engine.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { addMark, markedBy, removeDeadMarks } from "./process-marks.ts";
import { emptyStore, removeStoredContainers } from "./stored-containers.ts";

/** For the longest work under the lock: an engine is started, and its store emptied. */
const lockMs = 120_000 * hostSlowness;
/** The engine runs: its first process acknowledges at once, or hangs. */
const answerMs = 5000 * hostSlowness;
/** It has been in use until now. */
const lastAnswerMs = 2000;
const pollMs = 5;

/** A share in the private engine of a cache, which ends with the last one. */
export interface EngineLease extends AsyncDisposable {
  readonly socket: string;
  /** Ends the lease; the engine lives on without one until it is let go. */
  keep(): Promise<void>;
  /** The engine no longer lives on by itself, unless something in it is still to be kept. */
  letGo(isStillKept: () => Promise<boolean>): Promise<void>;
}

/** The processes that have a lease of the private engine of this cache. */
export const leaseHolders = (paths: EnginePaths): ProcessIdentity[] => markedBy(paths.leasesDir);

/** Held while an engine is started, joined, kept or left. */
const locked = async <T>(paths: EnginePaths, work: () => Promise<T>): Promise<T> => {
  using _ = await waitForLock(paths.lockFile, { limitMs: lockMs });
  removeDeadMarks(paths.leasesDir);
  return await work();
};

/**
 * Joins the engine of this cache, or starts one, whose store is emptied then: what is in it belongs to processes that
 * have ended.
 * @throws HostNotReadyError when it lives, is needed, and does not answer; MachineError when it does not start
 */
export const leaseEngine = (paths: EnginePaths, onProgress: OnProgress): Promise<EngineLease> =>
  locked(paths, async () => (await join(paths)) ?? start(paths, onProgress));

/**
 * Joins the engine of this cache when it lives. With `kept` one that is only kept may hang: it is not joined then.
 * @throws HostNotReadyError as leaseEngine does
 */
export const joinEngine = (
  paths: EnginePaths,
  { kept }: { readonly kept: boolean },
): Promise<EngineLease | undefined> =>
  isEngineAlive(paths) ? locked(paths, () => join(paths, kept)) : Promise.resolve(undefined);

/**
 * Removes the traces of an engine that has ended without its harness, and with `store` the containers that it had;
 * one with a lease is left alone, and one that is kept without `kept`. Answers whether it lived.
 */
export const endUnleasedEngine = (
  paths: EnginePaths,
  options: { readonly kept: boolean; readonly store: boolean; readonly onProgress: OnProgress },
): Promise<boolean> =>
  locked(paths, async () => {
    if (isNeeded(paths, options.kept)) return false;
    const lived = await endEngine(paths);
    if (options.store) await emptyStore(paths, options.onProgress);
    return lived;
  });

/** Whether it must live on without the caller's lease. */
const isNeeded = (paths: EnginePaths, evenKept = false): boolean =>
  isEngineAlive(paths) && (leaseHolders(paths).length > 0 || (isKept(paths) && !evenKept));

const isKept = (paths: EnginePaths): boolean => readRecord(paths.recordFile)?.kept ?? false;

const join = async (paths: EnginePaths, evenKept = false): Promise<EngineLease | undefined> => {
  const writing = openLease(paths);
  if (writing === undefined) return undefined;
  if ((await tell(paths, writing, "lease")) && (await pingSocket(paths.socket, answerMs)) === true) {
    return leaseOf(paths, writing);
  }
  closeSync(writing);
  // The last holder was killed at this moment, and the engine ends: another one is started.
  if (!isNeeded(paths, evenKept)) return undefined;
  throw new HostNotReadyError("the private container engine does not answer", {
    got: markedBy(paths.leasesDir)
      .map(({ pid }) => `process ${pid} uses it`)
      .join("\n"),
    waited: `${answerMs / 1000} s`,
    next: `${drillCommand(["clean"])} when no other drill runs, or give this command a cache of its own: DRILLBOOK_CACHE=DIR`,
  });
};

/** The FIFO of the engine; undefined when no process reads it: the engine has ended. */
const openLease = (paths: EnginePaths): number | undefined => {
  if (!isEngineAlive(paths)) return undefined;
  try {
    return openSync(paths.leaseFifo, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
};

/** Answers whether the engine's first process has read it: from then on it lives as long as the descriptor is open. */
const tell = async (
  paths: EnginePaths,
  writing: number,
  word: "lease" | "keep" | "let-go",
): Promise<boolean> => {
  const id = randomBytes(4).toString("hex");
  const heard = `${paths.runDir}/heard-${id}`;
  const since = patientMs();
  try {
    writeSync(writing, `${word} ${id}\n`);
  } catch {
    return false;
  }
  while (!existsSync(heard)) {
    if (!isEngineAlive(paths) || patientMs() - since > answerMs) return false;
    await delay(pollMs);
  }
  rmSync(heard, { force: true });
  return true;
};

const start = async (paths: EnginePaths, onProgress: OnProgress): Promise<EngineLease> => {
  await endEngine(paths);
  const [writing, docker] = await Promise.all([launchEngine(paths), connect(`unix://${paths.socket}`)]);
  try {
    await removeStoredContainers(docker, paths.dataRoot, onProgress);
  } catch (error) {
    closeSync(writing);
    await endEngine(paths);
    throw error;
  }
  return leaseOf(paths, writing);
};

const leaseOf = (paths: EnginePaths, writing: number): EngineLease => {
  const mark = addMark(paths.leasesDir);
  let ending: Promise<void> | undefined;

  const leave = async (): Promise<void> => {
    rmSync(mark, { force: true });
    removeDeadMarks(paths.leasesDir);
    if (isNeeded(paths)) return;
    const answered = (await pingSocket(paths.socket, lastAnswerMs)) === true;
    await endEngine(paths);
    // An interrupted build is ended with its engine, before the daemon could remove the step that was under way. A daemon
    // that no longer answers is not started again for that; the next start does it.
    if (answered) await emptyStore(paths, () => {});
  };

  const end = (last: () => Promise<void>): Promise<void> => {
    ending ??= locked(paths, last).finally(() => {
      rmSync(mark, { force: true });
      closeSync(writing);
    });
    return ending;
  };

  return {
    socket: paths.socket,
    keep: () =>
      end(async () => {
        setKept(paths, true);
        await tell(paths, writing, "keep");
      }),
    letGo: (isStillKept) =>
      locked(paths, async () => {
        if (!isKept(paths) || (await isStillKept())) return;
        setKept(paths, false);
        await tell(paths, writing, "let-go");
      }),
    [Symbol.asyncDispose]: () => end(leave),
  };
};

const setKept = (paths: EnginePaths, kept: boolean): void => {
  const record = readRecord(paths.recordFile);
  if (record) writeRecord(paths.recordFile, { ...record, kept });
};
