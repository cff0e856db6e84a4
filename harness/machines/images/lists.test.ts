import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { noContents } from "../../scenario/image-contents.ts";
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

const project = { ...noContents, packages: ["nginx", "systemd"] };

test.each(Object.values(releases))(
  "a machine of Debian $suite has what every machine needs and what its project lists, each once",
  (release) => {
    const list = packageList(project, release);
    const needed = ["systemd", "podman", "systemd-resolved", "bind9-dnsutils", "curl", "sqlite3"];
    expect(list).toEqual(expect.arrayContaining([...needed, "nginx"]));
    expect(list).toEqual([...new Set(list)].toSorted());
    expect(packageList(noContents, release)).not.toContain("nginx");
  },
);

test("the order of a project's list changes nothing", () => {
  const turned = { ...project, packages: project.packages.toReversed() };
  expect(packageList(turned)).toEqual(packageList(project));
});

test("what one release alone needs is in no other", () => {
  const having = (name: string) =>
    Object.values(releases).flatMap((release) =>
      packageList(noContents, release).includes(name) ? [release.suite] : [],
    );
  expect(having("slirp4netns")).toEqual(["bookworm"]);
});
