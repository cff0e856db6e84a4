import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type Docker from "dockerode";
import { enginePaths } from "#harness/machines/engine/cache-paths.ts";
import { connect } from "#harness/machines/engine/engine.ts";
import { readRecord } from "#harness/machines/engine/engine-record.ts";
import { labelFilter } from "#harness/machines/engine/labels.ts";

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);

/** The daemon of the private engine of this cache; the engine's record names the daemon's parent. */
export const daemonOf = (cache: string): number => {
  const record = readRecord(enginePaths(cache).recordFile);
  const below = childrenOf(record?.engine.pid ?? 0).flatMap(childrenOf);
  const found = below.find((pid) => readFileSync(`/proc/${pid}/comm`, "utf8") === "dockerd\n");
  if (found === undefined) throw new Error(`no dockerd in the engine of ${cache}`);
  return found;
};

const pollMs = 20;
const longestMs = 30_000;

/** The container of the one machine that runs in the private engine of this cache, as soon as there is one. */
export const machineContainer = async (cache: string): Promise<Docker.Container> => {
  const docker = await connect(`unix://${enginePaths(cache).socket}`);
  for (const untilMs = performance.now() + longestMs; performance.now() < untilMs; await pause(pollMs)) {
    const [found] = await docker.listContainers({ filters: labelFilter() });
    if (found) return docker.getContainer(found.Id);
  }
  throw new Error(`no machine runs in the engine of ${cache}`);
};
