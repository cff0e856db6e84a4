import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "#setup/repository.ts";
import { mutants } from "./index.ts";
import { staleness } from "./staleness.ts";

test("no mutant is stale", () => {
  const stale = mutants.flatMap((mutant) => {
    const why = staleness(mutant, repositoryRoot);
    return why === undefined ? [] : [`${mutant.name}: ${why}`];
  });
  expect(stale).toEqual([]);
});

test("no two mutants have one name", () => {
  const names = mutants.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe("a mutant is stale", () => {
  let root = "";
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "staleness-"));
    writeFileSync(join(root, "file.ts"), "one two two");
    writeFileSync(join(root, "file.test.ts"), "");
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test.each([
    ["whose file is gone", { file: "gone.ts" }, "gone.ts does not exist"],
    ["whose test is gone", { tests: ["gone.test.ts"] }, "gone.test.ts does not exist"],
    ["whose text is gone", { before: "three" }, 'file.ts has its text 0 times, not once: "three"'],
    ["whose text occurs twice", { before: "two" }, 'file.ts has its text 2 times, not once: "two"'],
    ["that changes nothing", { after: "one" }, "it changes nothing"],
    ["never, when none of this holds", {}, undefined],
  ])("%s", (_, change, expected) => {
    const mutant = { file: "file.ts", before: "one", after: "1", tests: ["file.test.ts"], ...change };
    expect(staleness(mutant, root)).toBe(expected);
  });
});
