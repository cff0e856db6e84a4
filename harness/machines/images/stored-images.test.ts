import { expect, test } from "vitest";
import { releases } from "./releases.ts";
import { isOf, outdated, tagOf } from "./stored-images.ts";

const images = [
  { tag: "rig:old", created: 1 },
  { tag: "rig:newest", created: 9 },
  { tag: "rig:middle", created: 5 },
];

test("the newest stay", () => {
  expect(outdated(images, 2, new Set())).toEqual(["rig:old"]);
  expect(outdated(images, 3, new Set())).toEqual([]);
});

test("what is in use stays, however old", () => {
  expect(outdated(images, 1, new Set(["rig:old"]))).toEqual(["rig:middle"]);
});

test("the tag of an image belongs to its release and to no other", () => {
  const all = Object.values(releases);
  for (const release of all) {
    const tag = tagOf(release, "0123456789ab");
    expect(all.filter((one) => isOf(one, tag))).toEqual([release]);
  }
  expect(tagOf(releases.trixie, "0123456789ab")).toBe("0123456789ab");
});
