import { expect, test } from "vitest";
import type { EventBody, JournalEvent } from "../../journal/events.ts";
import type { PhaseName } from "../../phases/index.ts";
import { sampledProcedures } from "./sampled.ts";

const procedure = "by-hand";
const beginMs = 1_000_000;

/** Events at these times since the procedure began. */
const journal = (...events: readonly (readonly [ms: number, body: EventBody])[]): JournalEvent[] =>
  events.map(([ms, body]) => ({ ...body, atMs: beginMs + ms, sinceMs: 5000 + ms }));

const begins = (phase: PhaseName): EventBody => ({
  type: "phase-started",
  at: { procedure, phase },
  total: 1,
});
const ends = (phase: PhaseName): EventBody => ({
  ...{ type: "phase-ended", at: { procedure, phase }, ok: true, durationMs: 1 },
});
const step = (phase: PhaseName, number: number): EventBody => ({
  ...{ type: "step-started", at: { procedure, phase, step: number }, title: `step ${number}`, withinMs: 1 },
});
const seen = (ms: number, of = procedure): EventBody => ({
  ...{
    type: "sample-changed",
    procedure: of,
    title: "x",
    ok: true,
    seen: "right",
    sentMs: beginMs + ms,
    got: "",
  },
});
const start = (id = procedure): EventBody => ({ type: "procedure-started", procedure: id, title: "By hand" });

const untilFault = [
  [0, start()],
  [100, begins("prepare")],
  [150, step("prepare", 1)],
  [900, ends("prepare")],
  [900, begins("steady")],
  [1990, ends("steady")],
  [2000, begins("fault")],
  [2001, step("fault", 1)],
  [2060, seen(2010)],
] as const;

test("only what was sampled is shown, from the phase on in which that began", () => {
  const [one, ...others] = sampledProcedures(
    journal(
      ...untilFault,
      [3000, ends("fault")],
      [3000, begins("recovery")],
      [3500, step("recovery", 1)],
      [8000, ends("recovery")],
      [8000, begins("checklist")],
      [9000, ends("checklist")],
      [9010, begins("endurance")],
      [9020, step("endurance", 1)],
      [30_000, { type: "procedure-ended", procedure, verdict: "verified" }],
    ),
  );
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    id: procedure,
    title: "By hand",
    verdict: "verified",
    fromMs: 2000,
    toMs: 9010,
  });
  expect(one?.phases).toEqual([
    { phase: "fault", fromMs: 2000, toMs: 3000 },
    { phase: "recovery", fromMs: 3000, toMs: 8000 },
    { phase: "checklist", fromMs: 8000, toMs: 9000 },
  ]);
  expect(one?.steps.map(({ phase, number, atMs }) => [phase, number, atMs])).toEqual([
    ["fault", 1, 2001],
    ["recovery", 1, 3500],
  ]);
  expect(one?.rows[0]?.spans).toMatchObject([{ fromMs: 2010, toMs: 9010 }]);
});

test("a sampling that goes on during endurance is shown with it", () => {
  const [one] = sampledProcedures(
    journal(
      ...untilFault,
      [3000, ends("fault")],
      [9000, begins("endurance")],
      [9100, step("endurance", 1)],
      [9500, seen(9400)],
      [9900, ends("endurance")],
      [9990, begins("losses")],
    ),
  );
  expect(one).toMatchObject({ toMs: 9990, steps: [{ phase: "fault" }, { phase: "endurance" }] });
  expect(one?.phases.at(-1)).toEqual({ phase: "endurance", fromMs: 9000, toMs: 9900 });
});

test("a drill that failed is shown until it did", () => {
  const at = { procedure, phase: "fault", step: 1 } as const;
  const [one] = sampledProcedures(
    journal(
      ...untilFault,
      [4000, { type: "failure", at, code: "x", headline: "x", facts: {} }],
      [9000, { type: "procedure-ended", procedure, verdict: "failed" }],
    ),
  );
  expect(one).toMatchObject({ verdict: "failed", toMs: 4000, phases: [{ phase: "fault", toMs: 4000 }] });
});

test("a journal that just ends is shown to its end", () => {
  const [one] = sampledProcedures(journal(...untilFault, [2500, step("fault", 2)], [2600, ends("fault")]));
  expect(one).toMatchObject({ fromMs: 2000, toMs: 2600 });
  expect(one?.verdict).toBeUndefined();
});

test("the machines' standing still is known, and that before the sampling is not shown", () => {
  const saved = (state: "ready" | "faulted"): EventBody => ({
    ...{ type: "state-saved", procedure, state, durationMs: 400 },
  });
  const [one] = sampledProcedures(
    journal(...untilFault, [1950, saved("ready")], [5000, saved("faulted")], [6000, begins("losses")]),
  );
  expect(one?.standstills).toEqual([{ fromMs: 4600, toMs: 5000 }]);
});

test("each procedure has its own times and samples; one that was not sampled is left out", () => {
  const found = sampledProcedures(
    journal(...untilFault, [3000, start("skipped")], [4000, start("other")], [4500, seen(4400, "other")]),
  );
  expect(found.map(({ id, fromMs }) => [id, fromMs])).toEqual([
    [procedure, 2000],
    ["other", 400],
  ]);
});
