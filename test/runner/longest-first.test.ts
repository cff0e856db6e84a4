import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryRoot } from "#setup/repository.ts";
import { longestFiles, placeOf } from "./longest-first.ts";

test("what takes longest comes first; the others are equal", () => {
  const [first = "", second = ""] = longestFiles;
  const other = placeOf("/clone/test/integration/dig.test.ts");
  expect(placeOf(`/clone/${first}`)).toBeLessThan(placeOf(`/clone/${second}`));
  expect(placeOf(`/clone/${second}`)).toBeLessThan(other);
  expect(placeOf(`/clone/another-${first}`)).toBe(other);
});

test.each(longestFiles)("%s is a test file of today", (file) => {
  expect(existsSync(join(repositoryRoot, file))).toBe(true);
});
