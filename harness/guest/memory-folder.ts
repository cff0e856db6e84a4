import { mkdtempSync, rmSync } from "node:fs";

const folders = new Set<string>();

const removeAll = (): void => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};

const make = (): string => {
  for (const parent of ["/run", "/dev/shm"]) {
    try {
      return mkdtempSync(`${parent}/drillbook-`);
    } catch {
      // the next one
    }
  }
  return mkdtempSync("/tmp/drillbook-");
};

/**
 * A new private folder, in memory if possible, because a drill may fill the disk; removed when disposed, and at the
 * latest with this process.
 */
export const makeMemoryFolder = (): Disposable & { readonly path: string } => {
  if (folders.size === 0) process.once("exit", removeAll);
  const path = make();
  folders.add(path);
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true });
      folders.delete(path);
      if (folders.size === 0) process.off("exit", removeAll);
    },
  };
};
