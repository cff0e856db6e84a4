import { expect, test } from "vitest";
import { placeLabels } from "./place-labels.ts";

const lanes = (...labels: readonly (readonly [markX: number, width: number])[]): number[] =>
  placeLabels(labels.map(([markX, width]) => ({ markX, width }))).map(({ lane }) => lane);

test("labels that have room stand in one lane", () => {
  expect(lanes([0, 40], [50, 60], [200, 60])).toEqual([0, 0, 0]);
});

test("a label that would cover another stands below it", () => {
  expect(lanes([0, 40], [40, 60], [200, 60])).toEqual([0, 1, 0]);
});

test("a label whose line would cross another stands below that one, although it has room above", () => {
  expect(lanes([0, 40], [30, 60], [60, 60])).toEqual([0, 1, 2]);
});
