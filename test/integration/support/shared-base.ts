import { copyFileSync, linkSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The root file system that machine images are built on is made once, and shared between two caches. */
export const shareBase = (fromCache: string, toCache: string): void => {
  const [from, to] = [join(fromCache, "base"), join(toCache, "base")];
  mkdirSync(from, { recursive: true });
  mkdirSync(to, { recursive: true });
  const there = new Set(readdirSync(to));
  for (const name of readdirSync(from)) {
    if (name.endsWith(".tar") && !there.has(name)) share(join(from, name), join(to, name));
  }
};

/** The folder for temporary files may be on another file system, where there are no links to it. */
const share = (from: string, to: string): void => {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
};
