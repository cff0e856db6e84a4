import { expect, test } from "vitest";
import { usualJobs } from "./usual-jobs.ts";

test.each([
  [1, 2],
  [2, 3],
  [8, 12],
])("on %i cores, %i drills run at once", (cores, jobs) => {
  expect(usualJobs({ cores, ownNetworks: true })).toBe(jobs);
});

test("where an engine has the networks, one drill runs at a time", () => {
  expect(usualJobs({ cores: 8, ownNetworks: false })).toBe(1);
});
