import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packageList, parseList, sourceDir } from "./lists.ts";
import { releases } from "./releases.ts";

test("a list holds one entry a line, without comments", () => {
  expect(parseList("# why\nsystemd\n\npodman # 5.x\n")).toEqual(["systemd", "podman"]);
});

test("every list is sorted within its kind and names nothing twice", () => {
  const lists = readdirSync(sourceDir).filter((name) => name.endsWith(".txt"));
  expect(lists.length).toBeGreaterThan(0);
  for (const name of lists) {
    const entries = parseList(readFileSync(`${sourceDir}${name}`, "utf8"));
    expect([name, entries]).toEqual([name, [...new Set(entries)].toSorted()]);
  }
});

test("a machine has what its process 1, its channel and the incidents need", () => {
  expect(packageList()).toEqual(expect.arrayContaining(["systemd", "podman", "systemd-resolved", "sqlite3"]));
});

test.each(Object.values(releases))(
  "a machine of Debian $suite has that, too, and each package once",
  (release) => {
    const list = packageList(release);
    expect(list).toEqual(expect.arrayContaining(["systemd", "podman", "systemd-resolved", "sqlite3"]));
    expect(new Set(list).size).toBe(list.length);
  },
);

test("what one release alone needs is in no other", () => {
  const having = (name: string) =>
    Object.values(releases).flatMap((release) =>
      packageList(release).includes(name) ? [release.suite] : [],
    );
  expect(having("slirp4netns")).toEqual(["bookworm"]);
  expect(having("openssh-client")).toEqual(["forky"]);
});
