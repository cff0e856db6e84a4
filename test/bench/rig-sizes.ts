import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { enginePaths } from "#harness/machines/engine/cache-paths.ts";
import { readRecord } from "#harness/machines/engine/engine-record.ts";
import { rigRecords } from "#harness/machines/rig-record.ts";
import { descendantsOf, nameOf, type Size, sizeOf } from "./process-tree.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Of the processes that rigs are made by. */
export type RigSizes = {
  /** Without its garbage. */
  readonly "this process": Size;
  /** Of the rigs that run. */
  readonly hubs: Size;
  /** The daemons of the private engine; nothing where another engine is used. */
  readonly engine: Size;
};

const daemons = ["dockerd", "containerd"];

/** Every process of the private engine of this cache. */
export const engineProcesses = (): number[] => {
  const first = readRecord(enginePaths().recordFile)?.engine.pid;
  return first === undefined ? [] : descendantsOf(first);
};

export const rigSizes = (): RigSizes => {
  collectGarbage();
  const own = rigRecords().flatMap(({ record }) => (record?.owner.pid === process.pid ? [record] : []));
  return {
    "this process": sizeOf([process.pid]),
    hubs: sizeOf(own.flatMap(({ hub }) => hub?.pid ?? [])),
    engine: sizeOf(engineProcesses().filter((pid) => daemons.includes(nameOf(pid)))),
  };
};

/** "this process 120 MB, 45 descriptors; hubs …". */
export const sizeWords = (sizes: RigSizes): string =>
  Object.entries(sizes)
    .map(([who, { memoryMb, descriptors }]) => `${who} ${memoryMb.toFixed(0)} MB, ${descriptors} descriptors`)
    .join("; ");
