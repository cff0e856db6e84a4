import { rmSync } from "node:fs";
import { join } from "node:path";
import { cacheRoot } from "../engine/cache-paths.ts";
import { waitForLock } from "../engine/lock-file.ts";
import type { ProcessIdentity } from "../engine/process-identity.ts";
import { addMark, markedBy, removeDeadMarks } from "../engine/process-marks.ts";
import { namesIn } from "../files.ts";
import { locksDir } from "./make-once.ts";

/** As long as an engine may take to remove an image. */
const limitMs = 120_000;

/** Where it is marked which processes use which stored images, disks and states. */
export const pinsDir = (): string => join(cacheRoot(), "pins");

const folderOf = (name: string): string => join(pinsDir(), name.replaceAll("/", "_"));

const locked = (): Promise<Disposable> => waitForLock(join(locksDir(), "pins"), { limitMs });

/** From now on, and until the answer is called, no command removes what is stored under this name. */
export const pin = async (name: string): Promise<() => void> => {
  using _ = await locked();
  const mark = addMark(folderOf(name));
  return () => rmSync(mark, { force: true });
};

/** Removes what is stored under this name, unless a living process has pinned it; answers whether it did. */
export const removeUnpinned = async (name: string, remove: () => Promise<void> | void): Promise<boolean> => {
  using _ = await locked();
  removeDeadMarks(folderOf(name));
  if (markedBy(folderOf(name)).length > 0) return false;
  await remove();
  return true;
};

/** The processes that have pinned anything. */
export const pinHolders = (): ProcessIdentity[] =>
  namesIn(pinsDir()).flatMap((name) => markedBy(join(pinsDir(), name)));

/** What one host uses: pinned one after the other, and let go together. */
export class Pins {
  readonly #unpin: (() => void)[] = [];

  async add(name: string): Promise<void> {
    this.#unpin.push(await pin(name));
  }

  release(): void {
    for (const unpin of this.#unpin.splice(0)) unpin();
  }
}
