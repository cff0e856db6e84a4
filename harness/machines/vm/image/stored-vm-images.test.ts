import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pin } from "../../images/pins.ts";
import { findVmImage, imageNames, pruneVmImages, vmImagesDir } from "./stored-vm-images.ts";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-images-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const store = (digest: string, usedS: number): void => {
  const folder = join(vmImagesDir(), digest);
  mkdirSync(folder, { recursive: true });
  for (const name of Object.values(imageNames)) writeFileSync(join(folder, name), "");
  utimesSync(folder, usedS, usedS);
};

test("the images used last stay, whatever the project; what is being made is not touched", async () => {
  for (const [index, digest] of ["a1", "a2", "a3", "a4"].entries()) store(digest, 1000 + index);
  mkdirSync(join(vmImagesDir(), "making-1-1-image"));
  await pruneVmImages(2);
  expect(readdirSync(vmImagesDir()).toSorted()).toEqual(["a3", "a4", "making-1-1-image"]);
});

test("an image that is found counts as used", async () => {
  for (const [index, digest] of ["b1", "b2", "b3", "b4"].entries()) store(digest, 1000 + index);
  expect(findVmImage("b1")?.digest).toBe("b1");
  await pruneVmImages();
  expect(readdirSync(vmImagesDir()).toSorted()).toEqual(["b1", "b3", "b4"]);
});

test("an image that a command has pinned stays, however long ago it was used", async () => {
  for (const [index, digest] of ["d1", "d2", "d3"].entries()) store(digest, 1000 + index);
  const unpin = await pin(join(vmImagesDir(), "d1", imageNames.disk));
  await pruneVmImages(1);
  expect(readdirSync(vmImagesDir()).toSorted()).toEqual(["d1", "d3"]);
  unpin();
  await pruneVmImages(1);
  expect(readdirSync(vmImagesDir())).toEqual(["d3"]);
});

test("half an image is none", () => {
  store("c1", 1000);
  rmSync(join(vmImagesDir(), "c1", imageNames.initrd));
  expect(findVmImage("c1")).toBeUndefined();
  expect(findVmImage("c2")).toBeUndefined();
});
