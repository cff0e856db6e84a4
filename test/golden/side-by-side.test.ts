import { expect, test } from "vitest";
import { renderJUnit } from "#harness/gameday/drill-junit.ts";
import { expectedTests } from "#harness/gameday/expected-tests.ts";
import { recordOf } from "#harness/journal/drill-record.ts";
import { procedureRows } from "#harness/views/procedure-rows.ts";
import { sampledProcedures } from "#harness/views/timeline/sampled.ts";
import { sideBySideDrill, verifiedDrill } from "./fixtures/drills.ts";
import { uidChange } from "./fixtures/uid-change.ts";

// What is read from a journal does not depend on whether its procedures came one after the other.
const [beside, inTurn] = [sideBySideDrill(), verifiedDrill()];

test("the events of the procedures come in turns", () => {
  const ends = beside.flatMap((event) => (event.type.startsWith("procedure-") ? [event.type] : []));
  expect(ends.slice(0, 2)).toEqual(["procedure-started", "procedure-started"]);
});

test("JUnit, the comparison and the picture are the same", () => {
  expect(renderJUnit(beside)).toBe(renderJUnit(inTurn));
  const rows = (events: typeof beside) =>
    procedureRows(recordOf(events).procedures.map((record) => ({ record })));
  expect(rows(beside)).toEqual(rows(inTurn));
  expect(sampledProcedures(beside)).toEqual(sampledProcedures(inTurn));
});

test("the tests of a game day are green", () => {
  const problems = recordOf(beside).procedures.flatMap((run) =>
    expectedTests(uidChange, uidChange.procedures[run.id] ?? { steps: [], endurance: [] }).flatMap(
      ({ seenIn }) => seenIn(run).problem ?? [],
    ),
  );
  expect(problems).toEqual([]);
});
