import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JournalEvent } from "#harness/journal/events.ts";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type Finished, run } from "./support/command.ts";
import { leftBehind } from "./support/left-behind.ts";
import { eventsOf, writtenBy } from "./support/usual-drill.ts";

inTurn();

const drill = (...args: string[]): Promise<Finished> => run(["small", ...args], { fixture: "small" });

/** This scenario samples nothing, so there is no picture either. */
const wroteNone = (finished: Finished): void => {
  expect(writtenBy(finished)).toEqual([]);
  expect(readdirSync(finished.command.journal.folder).sort()).toEqual(["evidence", "journal.ndjson"]);
  expect(finished.stdout).toContain("no runbook written");
};

const hasLeftNothing = ({ command }: Finished): void => expect(leftBehind(smallCache, command)).toEqual([]);

describe.skipIf(!isRoot)("a part of a drill", () => {
  test("one procedure, --json: the journal on stdout, and the runbook in the report only", async () => {
    const finished = await drill("--procedure", "copy", "--json");
    expect(finished.code, finished.stderr).toBe(0);
    const events = eventsOf(finished);
    expect(events[0]).toMatchObject({ type: "drill-started", procedures: ["copy"] });
    const lines = finished.stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as JournalEvent)).toEqual(events);
    expect(writtenBy(finished)).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      type: "runbook-written",
      file: expect.stringMatching(/runbook\.md$/),
    });
    expect(readFileSync(join(finished.command.journal.folder, "runbook.md"), "utf8")).toContain("verified");
    hasLeftNothing(finished);
  });

  test("without its only step: failed, and no runbook", async () => {
    const finished = await drill("--procedure", "copy", "--without", "1");
    expect(finished.code, finished.stdout).toBe(1);
    const events = eventsOf(finished);
    expect(events[0]).toMatchObject({ without: ["recovery step 1"] });
    expect(events.at(-1)).toMatchObject({ type: "drill-ended", verdict: "failed" });
    expect(finished.stdout).toContain("left out on purpose: recovery step 1");
    wroteNone(finished);
    hasLeftNothing(finished);
  });

  test("without the fault: not reproduced, and no runbook", async () => {
    const finished = await drill("--procedure", "copy", "--without", "fault");
    expect(finished.code, finished.stdout).toBe(2);
    expect(eventsOf(finished).at(-1)).toMatchObject({ type: "drill-ended", verdict: "not-reproduced" });
    wroteNone(finished);
    hasLeftNothing(finished);
  });
});
