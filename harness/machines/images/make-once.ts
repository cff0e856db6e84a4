import { join } from "node:path";
import { cacheRoot } from "../engine/cache-paths.ts";
import { waitForLock } from "../engine/lock-file.ts";
import { hostSlowness } from "../pace.ts";
import type { OnProgress } from "../rig-host.ts";

/** The longest of what is made: an image, with a root file system and its downloads before it. */
const limitMs = 3_600_000 * hostSlowness;

export const locksDir = (): string => join(cacheRoot(), "locks");

type Making<T> = {
  /** What is made and from what: equal for what is equal. */
  readonly name: string;
  readonly find: () => Promise<T | undefined> | T | undefined;
  readonly make: () => Promise<T>;
  readonly onProgress: OnProgress;
  readonly signal?: AbortSignal;
};

/**
 * What is stored under this name in the cache, made where it is not there. Of several commands, and of several drills of
 * one, one makes it; the others wait for it, and say for which process.
 * @throws HostNotReadyError when that process takes an hour; InterruptedError
 */
export const makeOnce = async <T>({ name, find, make, onProgress, signal }: Making<T>): Promise<T> => {
  const found = await find();
  if (found !== undefined) return found;
  using _ = await waitForLock(join(locksDir(), name.replaceAll("/", "_")), {
    limitMs,
    ...(signal === undefined ? {} : { signal }),
    onWait: ({ pid }) => onProgress(`waiting for ${name}, which process ${pid} makes …`),
  });
  return (await find()) ?? (await make());
};
