import { mkdtempSync } from "node:fs";

/** A new folder of our own, in memory where it can be, for a drill may fill the disk. */
export const makeMemoryFolder = (): string => {
  for (const parent of ["/run", "/dev/shm"]) {
    try {
      return mkdtempSync(`${parent}/drillbook-`);
    } catch {
      // the next one
    }
  }
  return mkdtempSync("/tmp/drillbook-");
};
