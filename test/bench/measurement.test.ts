import { describe, expect, it } from "vitest";
import { judge } from "./measurement.ts";

describe("a measurement held against its limit", () => {
  it("is judged by the median of its pairs' ratios, not by the ratio of the medians", () => {
    const judged = judge({
      what: "x",
      ours: [10, 30, 100],
      theirs: [20, 10, 200],
      limit: { kind: "ratio", most: 1 },
    });
    expect(judged.ratio).toEqual({ median: 0.5, min: 0.5, max: 3 });
    expect(judged.ok).toBe(true);
  });

  it("is over when the ratio is", () => {
    const limit = { kind: "ratio", most: 1.1 } as const;
    expect(judge({ what: "x", ours: [112], theirs: [100], limit }).ok).toBe(false);
    expect(judge({ what: "x", ours: [110], theirs: [100], limit }).ok).toBe(true);
  });

  it("is judged by its own median where the limit is a time", () => {
    const limit = { kind: "ms", most: 2 } as const;
    expect(judge({ what: "x", ours: [1, 1.9, 50], limit }).ok).toBe(true);
    expect(judge({ what: "x", ours: [1, 2.1, 50], limit }).ok).toBe(false);
  });

  it("is over when it is less than it must be at least", () => {
    const limit = { kind: "Gbit/s", least: 5 } as const;
    expect(judge({ what: "x", ours: [1, 5, 9], limit }).ok).toBe(true);
    expect(judge({ what: "x", ours: [1, 4.9, 9], limit }).ok).toBe(false);
  });

  it("says neither where nothing was promised", () => {
    expect(judge({ what: "x", ours: [1] })).not.toHaveProperty("ok");
  });

  it("cannot be limited by a ratio with nothing beside it", () => {
    expect(() => judge({ what: "x", ours: [1], limit: { kind: "ratio", most: 1 } })).toThrow(
      '"x" is limited by a ratio, but has nothing beside it',
    );
  });
});
