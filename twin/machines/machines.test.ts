import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseList, sourceDir } from "#harness/machines/images/lists.ts";
import { mcpAccount, SETTLED_ID } from "../metacircular/accounts.ts";
import { machines } from "./index.ts";

const harnessLists = globSync("*.txt", { cwd: sourceDir });

test("the ids of the incidents' account are reserved, before and after", () => {
  const { uid, gid } = mcpAccount;
  expect(machines.reservedIds?.users).toEqual(expect.arrayContaining([uid, SETTLED_ID]));
  expect(machines.reservedIds?.groups).toEqual(expect.arrayContaining([gid, SETTLED_ID]));
});

test("no list of drillbook has what only the twin needs", () => {
  const own = [
    ...(machines.packages ?? []),
    ...(machines.downloads?.packages ?? []),
    ...(machines.maskedUnits ?? []),
  ];
  expect(harnessLists).toContain("packages.txt");
  for (const name of harnessLists) {
    const entries = parseList(readFileSync(join(sourceDir, name), "utf8"));
    expect([name, entries.filter((entry) => own.includes(entry))]).toEqual([name, []]);
  }
});

test("no download has a number that only one release has", () => {
  const downloads = machines.downloads?.packages ?? [];
  expect(downloads.filter((name) => /^[a-z-]+-\d/.test(name))).toEqual([]);
});
