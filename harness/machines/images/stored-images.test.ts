import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Engine } from "../engine/engine.ts";
import { recordUse, usesDir } from "./image-uses.ts";
import { pin } from "./pins.ts";
import { releases, usualRelease } from "./releases.ts";
import { isOf, machineRepository, pruneImages, tagOf, useImage } from "./stored-images.ts";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "drillbook-stored-"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  rmSync(cache, { recursive: true });
});

/** Holds names alone; an image that a container is made of cannot be removed. */
class FakeEngine {
  readonly stored = new Map<string, number>();
  readonly busy = new Set<string>();
  readonly docker = {
    listImages: async () =>
      [...this.stored].map(([name, createdMs]) => ({
        RepoTags: [name],
        Created: Math.floor(createdMs / 1000),
      })),
    getImage: (name: string) => ({
      inspect: async () => {
        if (!this.stored.has(name)) throw Object.assign(new Error("no such image"), { statusCode: 404 });
      },
      remove: async () => {
        if (this.busy.has(name)) throw Object.assign(new Error("conflict"), { statusCode: 409 });
        this.stored.delete(name);
      },
    }),
  };

  get names(): string[] {
    return [...this.stored.keys()].toSorted();
  }

  get engine(): Engine {
    return this as unknown as Engine;
  }
}

const imageOf = (digest: string): string => `${machineRepository}:${tagOf(usualRelease, digest)}`;

/** A day later the image is used, made where it is not there, as drills do; answers whether it was made. */
const drillWith = async (fake: FakeEngine, digest: string, keep: number): Promise<boolean> => {
  vi.setSystemTime(Date.now() + 24 * 3600 * 1000);
  const name = imageOf(digest);
  if (await useImage(fake.engine, name)) return false;
  fake.stored.set(name, Date.now());
  recordUse(name);
  await pruneImages(fake.engine, machineRepository, keep, usualRelease);
  return true;
};

test("two projects that take turns lose nothing, although a third comes now and then", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const fake = new FakeEngine();
  const made: string[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const projects = turn % 5 === 4 ? ["aaa", "bbb", `c${turn}`] : ["aaa", "bbb"];
    for (const digest of projects) if (await drillWith(fake, digest, 3)) made.push(digest);
  }
  expect(made).toEqual(["aaa", "bbb", "c4", "c9", "c14", "c19"]);
});

test("what is stored stays bounded, and an image that no project used any more goes", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const fake = new FakeEngine();
  for (let turn = 0; turn < 50; turn += 1) {
    await drillWith(fake, `d${turn}`, 4);
    expect(fake.stored.size).toBeLessThanOrEqual(4);
    expect(readdirSync(usesDir()).length).toBeLessThanOrEqual(4);
  }
  expect(fake.names).toEqual(["d46", "d47", "d48", "d49"].map(imageOf));
});

test("an image that this cache never used counts from when it was made", async () => {
  const fake = new FakeEngine();
  fake.stored.set(imageOf("old"), 1_000_000);
  fake.stored.set(imageOf("new"), 3_000_000);
  fake.stored.set(imageOf("used"), 0);
  recordUse(imageOf("used"), new Date(2_000_000));
  await pruneImages(fake.engine, machineRepository, 2, usualRelease);
  expect(fake.names).toEqual([imageOf("new"), imageOf("used")]);
});

test("what is in use or pinned stays, and other releases are not counted", async () => {
  const fake = new FakeEngine();
  const other = `${machineRepository}:${tagOf(releases.bookworm, "abc")}`;
  for (const name of [imageOf("1"), imageOf("2"), imageOf("3"), other]) fake.stored.set(name, 0);
  fake.busy.add(imageOf("2"));
  const unpin = await pin(imageOf("1"));
  await pruneImages(fake.engine, machineRepository, 0, usualRelease);
  expect(fake.names).toEqual([imageOf("1"), imageOf("2"), other].toSorted());
  unpin();
  await pruneImages(fake.engine, machineRepository, 0, usualRelease);
  expect(fake.names).toEqual([imageOf("2"), other].toSorted());
});

test("records of images that went without us are forgotten with the oldest", () => {
  for (let index = 0; index < 250; index += 1) recordUse(imageOf(`${index}`), new Date(index * 1000));
  const records = readdirSync(usesDir());
  expect(records.length).toBe(200);
  expect(records).not.toContain("drillbook_machine:49");
  expect(records).toContain("drillbook_machine:50");
});

test("the tag of an image belongs to its release and to no other", () => {
  const all = Object.values(releases);
  for (const release of all) {
    const tag = tagOf(release, "0123456789ab");
    expect(all.filter((one) => isOf(one, tag))).toEqual([release]);
  }
  expect(tagOf(releases.trixie, "0123456789ab")).toBe("0123456789ab");
});
