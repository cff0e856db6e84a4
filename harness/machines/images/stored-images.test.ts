import { expect, test } from "vitest";
import { outdated } from "./stored-images.ts";

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
