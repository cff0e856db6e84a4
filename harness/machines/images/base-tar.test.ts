import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noContents } from "../../scenario/image-contents.ts";
import { baseDigest, ensureBaseTar, pruneBaseTars } from "./base-tar.ts";
import { releases, usualRelease } from "./releases.ts";
import { baseDir } from "./work-dir.ts";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-tars-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
  mkdirSync(baseDir(), { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const store = (name: string, usedS: number): string => {
  const file = join(baseDir(), name);
  writeFileSync(file, "");
  utimesSync(file, usedS, usedS);
  return file;
};

test("of each release the two used last stay, whatever the project", () => {
  for (const [index, name] of ["a", "b", "c"].entries()) {
    store(`${usualRelease.suite}-${name}.tar`, 1000 + index);
    store(`${releases.bookworm.suite}-${name}.tar`, 1000 + index);
  }
  mkdirSync(join(baseDir(), `making-1-1-root`));
  pruneBaseTars(usualRelease, new Set());
  expect(readdirSync(baseDir()).toSorted()).toEqual([
    ...["bookworm-a.tar", "bookworm-b.tar", "bookworm-c.tar", "making-1-1-root"],
    ...["trixie-b.tar", "trixie-c.tar"],
  ]);
});

test("a tar that is there is taken, and counts as used now", async () => {
  const tar = store(`${usualRelease.suite}-${baseDigest(noContents, usualRelease)}.tar`, 1000);
  const options = { setup: false, onProgress: () => {}, signal: new AbortController().signal };
  expect(await ensureBaseTar(noContents, usualRelease, options)).toBe(tar);
  expect(Date.now() - statSync(tar).mtimeMs).toBeLessThan(60_000);
});

test("the digest differs with what is installed and downloaded, and with nothing else of a project", () => {
  const digest = (changes: Partial<typeof noContents>) =>
    baseDigest({ ...noContents, ...changes }, usualRelease);
  const digests = [
    digest({}),
    digest({ packages: ["nginx"] }),
    digest({ downloads: { packages: ["nginx"], except: [] } }),
    digest({ downloads: { packages: [], except: ["nginx"] } }),
  ];
  expect(new Set(digests).size).toBe(digests.length);
  expect(digest({ reservedIds: { users: [850], groups: [] }, maskedUnits: ["a.service"] })).toBe(digest({}));
});
