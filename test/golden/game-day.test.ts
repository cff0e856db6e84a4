import { describe, expect, it } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import { expectedTests } from "../gameday/expected-tests.ts";
import { savedDrill, verifiedDrill } from "./fixtures/drills.ts";
import { uidChange } from "./fixtures/uid-change.ts";

const problems = (events: readonly JournalEvent[]): string[] =>
  recordOf(events).procedures.flatMap((run) =>
    expectedTests(uidChange, run.id).flatMap(({ name, problem }) => {
      const found = problem(run);
      return found === undefined ? [] : [`${run.id} › ${name}: ${found}`];
    }),
  );

describe("the tests of a game day", () => {
  it("are green for a verified drill, with machines of its own or saved ones", () => {
    expect(problems(verifiedDrill())).toEqual([]);
    expect(problems(savedDrill())).toEqual([]);
  });

  it("tell what the saved machines no longer hold", () => {
    const events = savedDrill().map((event) =>
      event.type === "check-ended" && event.at.phase === "prepare"
        ? ({ ...event, outcome: { ...event.outcome, ok: false } } as JournalEvent)
        : event,
    );
    expect(problems(events)[0]).toMatch(/^recreate › prepare › step 1: Start the platform: expected exit 0/);
  });

  it("tell what nobody went through: neither the procedure nor the one that it went on from", () => {
    const events = savedDrill().filter((event) => !("at" in event && event.at.phase === "fault"));
    const untold = problems(events).filter((one) => one.startsWith("rewrite-paths › fault"));
    expect(untold).toHaveLength(uidChange.fault.length + 1);
  });
});
