import { expect, test } from "vitest";
import { isLeftover, labelsOf, readLabels } from "./labels.ts";
import { thisProcess } from "./process-identity.ts";

const rig = { label: "uid-change", rig: "a1b2", kept: false, machine: "rift" };
const dead = { ...thisProcess(), startTicks: "1" };

test("labels give back what they were made of, with the owner", () => {
  expect(readLabels(labelsOf(rig))).toEqual({ ...rig, owner: thisProcess() });
});

test("labels of others are not ours", () => {
  expect(readLabels({ drillbook: "x" })).toBeUndefined();
  expect(readLabels(null)).toBeUndefined();
});

test.each([
  ["of a living harness", thisProcess(), false, true, false],
  ["of a dead harness", dead, false, false, true],
  ["kept, of a dead harness", dead, true, false, false],
  ["kept, of a dead harness, when kept ones go", dead, true, true, true],
  ["of a harness on another host", { ...dead, host: "another" }, false, true, false],
])("%s: %o kept %s, with kept ones %s → leftover %s", (_, owner, kept, alsoKept, expected) => {
  expect(isLeftover({ ...rig, kept, owner }, { kept: alsoKept })).toBe(expected);
});
