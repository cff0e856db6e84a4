import { expect, test } from "vitest";
import type { ProcedureRecord } from "../journal/drill-record.ts";
import { costWords } from "./loss-words.ts";
import { procedureRows } from "./procedure-rows.ts";
import { ranked, recommendedOf, whyBest } from "./recommendation.ts";

type Fields = {
  readonly outMs?: number | "open";
  readonly recoveryMs?: number;
  readonly steps?: number;
  readonly counts?: boolean;
  readonly sampled?: boolean;
};

/** A verified procedure of which this was measured. */
const way = (id: string, fields: Fields): ProcedureRecord => {
  const { outMs, recoveryMs = 1000, steps = 1, counts = false, sampled = true } = fields;
  const toMs = typeof outMs === "number" ? { toMs: 5000 + outMs } : {};
  return {
    id,
    title: id,
    saved: [],
    machines: [],
    phases: [{ phase: "recovery", total: steps, steps: [], checks: [] }],
    samples: sampled ? [{ type: "sample-changed", title: "names", ok: true }] : [],
    outages: outMs === undefined ? [] : [{ title: "names", fromMs: 5000, ...toMs }],
    losses: counts
      ? [{ id: "rows", title: "rows", before: 3, kept: 3, lost: 0, gained: 0, examples: [] }]
      : [],
    unproven: [],
    failures: [],
    ended: { type: "procedure-ended", procedure: id, verdict: "verified", recoveryMs },
  } as unknown as ProcedureRecord;
};

const best = (...ways: ProcedureRecord[]): string | undefined => recommendedOf(ways)?.id;

test("where no loss is counted the shortest outage is taken, however long it takes", () => {
  const slow = way("slow", { recoveryMs: 9000 });
  const quick = way("quick", { outMs: 800, recoveryMs: 1000 });
  const never = way("never", { outMs: "open", recoveryMs: 10 });
  expect(ranked([never, quick, slow]).map(({ id }) => id)).toEqual(["slow", "quick", "never"]);
  expect(whyBest(slow, [never, quick, slow])).toBe(
    "no outage was seen, and it is over in 9.0 s; `quick` has outages of 0.8 s in all, and takes 1.0 s; `never` has 1 check that did not come back, and takes 0.01 s",
  );
});

test("of ways that all left something out nobody reads how long", () => {
  const ways = [way("a", { outMs: "open", recoveryMs: 2000 }), way("b", { outMs: "open", recoveryMs: 1000 })];
  expect(best(...ways)).toBe("b");
  expect(whyBest(ways[1] as ProcedureRecord, ways)).toBe(
    "1 check did not come back, and it is over in 1.0 s; `a` has about the same outage, takes 2.0 s",
  );
});

test("outages closer than three samples are the same: then time counts, then steps", () => {
  expect(best(way("a", { outMs: 500, recoveryMs: 4000 }), way("b", { outMs: 600, recoveryMs: 1000 }))).toBe(
    "b",
  );
  expect(best(way("a", { outMs: 500, steps: 3 }), way("b", { outMs: 600, recoveryMs: 1050, steps: 2 }))).toBe(
    "b",
  );
  expect(best(way("a", { outMs: 500, recoveryMs: 4000 }), way("b", { outMs: 900, recoveryMs: 1000 }))).toBe(
    "a",
  );
});

test("what all checks suffered counts, not only the one that suffered most", () => {
  const common = { title: "names", fromMs: 5000, toMs: 32_000 };
  const outages = [common, { title: "the world", fromMs: 5000, toMs: 9000 }];
  const gentle = { ...way("gentle", { recoveryMs: 2000 }), outages };
  const rough = {
    ...way("rough", {}),
    outages: [common, { title: "the world", fromMs: 5000, toMs: 19_000 }],
  };
  expect(best(rough, gentle)).toBe("gentle");
  expect(whyBest(gentle, [rough, gentle])).toBe(
    "the sampled checks were out for 31.0 s in all, and it is over in 2.0 s; `rough` has outages of 41.0 s in all, and takes 1.0 s",
  );
});

test("what was not measured in the same way is not compared", () => {
  expect(best(way("a", { counts: true }), way("b", {}))).toBeUndefined();
  expect(best(way("a", { sampled: false }), way("b", { sampled: false }))).toBeUndefined();
  expect(best(way("a", { counts: true, recoveryMs: 10 }), way("b", { counts: true, outMs: 10 }))).toBe("a");
});

test("the cost is what is lost, or where nothing is counted how long something was out", () => {
  expect(costWords(way("a", { counts: true, outMs: 900 }))).toBe("nothing is lost");
  expect(costWords(way("a", { outMs: 900 }))).toBe("out for up to 0.9 s");
  expect(costWords(way("a", {}))).toBe("no outage");
  expect(costWords(way("a", { outMs: "open" }))).toBe("something never came back");
  expect(costWords(way("a", { sampled: false }))).toBe("losses not measured");
});

test("a check that was wrong for less than an outage is told as that", () => {
  const blinked = { ...way("a", {}), samples: [{ type: "sample-changed", title: "names", ok: false }] };
  const rows = procedureRows(
    [{ record: blinked as unknown as ProcedureRecord }, { record: way("b", {}) }],
    ["names"],
  );
  expect(rows).toContainEqual(["out: names", "briefly", "never"]);
});
