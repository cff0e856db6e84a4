import { expect, test } from "vitest";
import { perPodman } from "../../index.ts";
import { match } from "../../scenario/match.ts";
import { groupsOf, groupWords, isFor, leavesOf, reasonsOf } from "./leaves.ts";

const nested = match({
  container: perPodman({ "4.3": "old", "5.4": "new", "5.8": "new", why: "its state moved" }),
  vm: "new",
  why: "its events go to the journal",
});

test("a text is told once, with every machine that it is declared for", () => {
  expect(groupsOf(nested).map(groupWords)).toEqual([
    "on a container with podman 4.3",
    "on a container with podman 5.4 or 5.8, or on a VM or a real host",
  ]);
  expect(groupsOf(perPodman({ "4.3": "old", "5.4": "new" })).map(groupWords)).toEqual([
    "with podman 4.3",
    "with podman 5.4",
  ]);
});

test("a machine's text is that of its kind and its podman, the usual one when nobody asked", () => {
  const [old, others] = groupsOf(nested);
  if (!old || !others) throw new TypeError("there are two");
  expect(isFor(old, { kind: "container", podman: "4.3" })).toBe(true);
  expect(isFor(old, { kind: "container" })).toBe(false);
  expect(isFor(others, { kind: "container" })).toBe(true);
  expect(isFor(others, { kind: "vm", podman: "4.3" })).toBe(true);
});

test("every reason is told, the outer one first; a plain text has none", () => {
  expect(reasonsOf(nested)).toEqual(["its events go to the journal", "its state moved"]);
  expect(reasonsOf(match("new"))).toEqual([]);
  expect(leavesOf(match("new"))).toHaveLength(1);
});
