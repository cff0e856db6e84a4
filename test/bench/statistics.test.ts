import { describe, expect, it } from "vitest";
import { beyond, median, ratiosOf, spreadOf } from "./statistics.ts";

describe("the median", () => {
  it("is the middle of an odd number of values, in whatever order they come", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it("is the mean of the two in the middle of an even number", () => {
    expect(median([10, 1, 2, 4])).toBe(3);
  });

  it("sorts by value, not by text", () => {
    expect(median([9, 10, 100])).toBe(10);
  });

  it("leaves the values as they were", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("refuses to be asked for nothing", () => {
    expect(() => median([])).toThrow("there is no median of no values");
  });
});

describe("the spread", () => {
  it("says the median and both ends", () => {
    expect(spreadOf([4, 2, 8])).toEqual({ median: 4, min: 2, max: 8 });
  });
});

describe("ratios of pairs", () => {
  it("divides each value by the one measured beside it", () => {
    expect(ratiosOf([1, 4], [2, 2])).toEqual([0.5, 2]);
  });

  it("shows no change where a slow moment hit both of a pair", () => {
    expect(ratiosOf([10, 100], [10, 100])).toEqual([1, 1]);
  });

  it("refuses what are not pairs", () => {
    expect(() => ratiosOf([1, 2], [1])).toThrow("2 and 1 values are not pairs");
  });
});

describe("what one takes beyond the other", () => {
  it("is the difference of each pair", () => {
    expect(beyond([1, 5, 2], [0.5, 1, 3])).toEqual([0.5, 4, -1]);
  });

  it("is of pairs alone", () => {
    expect(() => beyond([1], [])).toThrow("1 and 0 values are not pairs");
  });
});
