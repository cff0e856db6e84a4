import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeHybrid, likenessFinding } from "./describe-likeness.ts";
import { type HostRow, hostRows } from "./hosts.ts";
import { type HostTraits, nearestRow, releaseOf } from "./like.ts";

const rows = hostRows();
const seen = rows.map((row) => ({ ...row, seenOn: "2026-11-26", kernel: "6.12" }));
const dockerUser: HostTraits = {
  release: "debian 13",
  cgroups: "2",
  engine: "docker",
  rootless: false,
  private: false,
  user: "other",
};

/** The table of docs/machines.md. */
const renderHosts = (rows: readonly HostRow[]): string =>
  [
    "| host | user | control groups | engine | kind of machine | kernel | seen on | result |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map(
      ({ host, user, cgroups, engineName, kernel, seenOn, result }) =>
        `| ${host} | ${user === "root" ? "root" : "another"} | version ${cgroups} | ${engineName} | container | ${kernel ?? "–"} | ${seenOn ?? "–"} | ${result} |`,
    ),
  ].join("\n");

test("the table in docs/machines.md is that of the data", () => {
  const page = readFileSync(new URL("../../../docs/machines.md", import.meta.url), "utf8");
  expect(page).toContain(renderHosts(rows));
});

test("each row has a name of its own, and no two are of the same host", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  for (const row of seen) expect(nearestRow(seen, row)).toMatchObject({ row: { id: row.id }, differsIn: [] });
});

test("a host of a row is told so", () => {
  expect(likenessFinding(dockerUser, seen)).toMatchObject({
    state: "found",
    detail: expect.stringMatching(
      /^this one: Debian 13, Docker's service, Docker 26.1 \(seen 2026-11-26, kernel 6.12: /,
    ),
  });
});

test("a host of no row is told the nearest, and in what it differs", () => {
  const fedora = likenessFinding({ ...dockerUser, release: "fedora 44" }, seen);
  expect(fedora).toMatchObject({ state: "missing", fix: "" });
  expect(fedora.detail).toMatch(/differs in: release$/);
});

test("a row that was not run yet is nothing to be like", () => {
  const notYet = seen.map((row) => (row.id === "debian13-docker-user" ? { ...row, seenOn: null } : row));
  expect(nearestRow(notYet, dockerUser)?.differsIn).not.toEqual([]);
});

test.each([
  ['ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n', "debian 13"],
  ["PRETTY_NAME=x\nVERSION_CODENAME=forky\nID=debian\n", "debian forky"],
  ["", "unknown"],
])("the release of %j", (osRelease, release) => {
  expect(releaseOf(osRelease)).toBe(release);
});

// Seen on a Debian 12 host with version 1, after a systemd in a machine had been given the whole tree.
test("a controller in version 2 beside version 1 comes with the command that takes it out", () => {
  expect(describeHybrid("hugetlb\n")).toEqual([
    {
      what: "control groups of one version",
      state: "missing",
      detail: expect.stringContaining("version 2 has hugetlb"),
      fix: "echo '-hugetlb' > /sys/fs/cgroup/unified/cgroup.subtree_control",
    },
  ]);
  expect(describeHybrid("\n")).toEqual([]);
});
