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
  const quick = way("quick", { outMs: 8000, recoveryMs: 1000 });
  const never = way("never", { outMs: "open", recoveryMs: 10 });
  expect(ranked([never, quick, slow]).map(({ id }) => id)).toEqual(["slow", "quick", "never"]);
  expect(whyBest(slow, [never, quick, slow])).toBe(
    "it causes no outage, lasts and needs less than 10 s of a machine's time; `quick` has longer outages; `never` does not bring back “names”",
  );
});

test("times that differ by less than an operator types are the same: then steps count", () => {
  expect(best(way("a", { recoveryMs: 4000, steps: 3 }), way("b", { recoveryMs: 6000, steps: 2 }))).toBe("b");
  expect(best(way("a", { outMs: 500, steps: 3 }), way("b", { outMs: 3000, steps: 2 }))).toBe("b");
  expect(best(way("a", { recoveryMs: 40_000 }), way("b", { recoveryMs: 45_000, steps: 0 }))).toBe("a");
  const ways = [way("a", { steps: 1 }), way("b", { steps: 3, recoveryMs: 1500 })];
  expect(whyBest(ways[0] as ProcedureRecord, ways)).toBe(
    "it causes no outage, lasts and needs less than 10 s of a machine's time; `b` has 2 more steps",
  );
});

const lost = { id: "rows", title: "rows", before: 3, kept: 2, lost: 1, gained: 0, examples: [] };

test("loss counts before whether it lasts, that before a person, and a person before time", () => {
  const with_ = (terms: ProcedureRecord["terms"], one: ProcedureRecord): ProcedureRecord =>
    terms === undefined ? one : { ...one, terms };
  const losing = { ...way("losing", { counts: true }), losses: [{ ...lost }] };
  const passing = with_({ lasts: "until the next deployment" }, way("passing", { counts: true }));
  const typed = with_({ interactive: "type the passphrase" }, way("typed", { counts: true }));
  const slow = way("slow", { counts: true, recoveryMs: 90_000 });
  const absent = with_({ needs: "`mcp agent recover`" }, way("absent", { counts: true, recoveryMs: 1 }));
  const all = [absent, losing, passing, typed, slow];
  expect(ranked(all).map(({ id }) => id)).toEqual(["slow", "typed", "passing", "losing", "absent"]);
  expect(whyBest(slow, all)).toBe(
    "it loses nothing, lasts and needs less than 2 min of a machine's time; `typed` needs a person, who must type the passphrase; `passing` lasts only until the next deployment; `losing` loses 1 of 3 rows; `absent` needs `mcp agent recover`, which the platform does not have today",
  );
  expect(whyBest(passing, [passing])).toContain("it loses nothing, lasts only until the next deployment and");
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
  expect(whyBest(gentle, [rough, gentle])).toContain("it has outages of less than 1 min in all, lasts and");
});

test("a verified procedure is always recommended, also where what it costs was not measured", () => {
  expect(best(way("a", { sampled: false, steps: 2 }), way("b", { sampled: false }))).toBe("b");
  expect(best(way("a", { counts: true, recoveryMs: 9000 }), way("b", { outMs: 10 }))).toBe("b");
  expect(best({ ...way("a", {}), ended: undefined } as unknown as ProcedureRecord)).toBeUndefined();
});

test("the cost is what is lost, or where nothing is counted how long something was out", () => {
  expect(costWords(way("a", { counts: true, outMs: 900 }))).toBe("nothing is lost");
  expect(costWords(way("a", { outMs: 900 }))).toBe("out for up to 0.9 s");
  expect(costWords(way("a", {}))).toBe("no outage");
  expect(costWords(way("a", { outMs: "open" }))).toBe("not brought back: names");
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
