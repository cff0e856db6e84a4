import { linkSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { usualCache } from "./caches.ts";

/** The root file system that machine images are built on is made once, and shared with this cache. */
export const shareBaseWith = (cache: string): void => {
  const [from, to] = [join(usualCache, "base"), join(cache, "base")];
  mkdirSync(from, { recursive: true });
  mkdirSync(to, { recursive: true });
  const there = new Set(readdirSync(to));
  for (const name of readdirSync(from)) {
    if (name.endsWith(".tar") && !there.has(name)) linkSync(join(from, name), join(to, name));
  }
};
