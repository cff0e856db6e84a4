import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { JournalEvent } from "#harness/journal/events.ts";
import uidChange from "../../scenarios/uid-change.ts";
import { inTurn } from "../in-turn.ts";
import { usualCache } from "../integration/support/caches.ts";
import {
  drillOf,
  eventsOf,
  hasLeftNothing,
  writtenBy,
  wroteNone,
} from "../integration/support/usual-drill.ts";

const drillMs = 800_000;
const drill = drillOf("uid-change");

inTurn(usualCache);

describe("one procedure alone", () => {
  test.each([
    ["rewrite-paths", "--json"],
    ["recreate", "--json"],
  ])(
    "%s %s: the journal on stdout, and the runbook in the report only",
    async (procedure, json) => {
      const finished = await drill("--procedure", procedure, json);
      expect(finished.code, finished.stderr).toBe(0);
      const events = eventsOf(finished);
      expect(events[0]).toMatchObject({ type: "drill-started", procedures: [procedure] });
      const lines = finished.stdout.trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line) as JournalEvent)).toEqual(events);
      expect(writtenBy(finished)).toEqual([]);
      expect(events.at(-1)).toMatchObject({
        type: "runbook-written",
        file: expect.stringMatching(/runbook\.md$/),
      });
      expect(readFileSync(join(finished.command.journal.folder, "runbook.md"), "utf8")).toContain("verified");
      hasLeftNothing(finished);
    },
    drillMs,
  );
});

/** The number of a step of `rewrite-paths`, counted from 1. */
const numberOf = (title: string): number => {
  const titles = uidChange.procedures["rewrite-paths"]?.steps.map((step) => step.title) ?? [];
  expect(titles).toContain(title);
  return titles.indexOf(title) + 1;
};

describe("a drill with something left out writes no runbook", () => {
  test(
    "without the step that gives the data back: failed",
    async () => {
      const step = numberOf("Give the data back to the account");
      const finished = await drill("--procedure", "rewrite-paths", "--without", String(step));
      expect(finished.code).toBe(1);
      const events = eventsOf(finished);
      expect(events[0]).toMatchObject({ without: [`recovery step ${step}`] });
      expect(events.at(-1)).toMatchObject({ type: "drill-ended", verdict: "failed" });
      expect(events.find((event) => event.type === "failure")).toMatchObject({
        code: "expectation-failed",
        headline: "Start stage 1: mcns: its verification did not hold",
        facts: {
          where: `uid-change › rewrite-paths › recovery › step ${numberOf("Start stage 1: mcns")} › verify`,
          claimed: "mcns answers 200",
          got: expect.not.stringContaining("1 ms"),
        },
      });
      expect(finished.stdout).toContain(`left out on purpose: recovery step ${step}`);
      wroteNone(finished);
      hasLeftNothing(finished);
    },
    drillMs,
  );

  test(
    "without the fault: not reproduced, and no symptom appears by running out of time",
    async () => {
      const finished = await drill("--procedure", "rewrite-paths", "--without", "fault");
      expect(finished.code).toBe(2);
      const events = eventsOf(finished);
      expect(events.at(-1)).toMatchObject({ type: "drill-ended", verdict: "not-reproduced" });
      expect(events.find((event) => event.type === "failure")).toMatchObject({
        code: "not-reproduced",
        headline: "a symptom of the incident did not appear (and 2 more)",
        facts: {
          where: "uid-change › rewrite-paths › symptoms",
          claimed: "podman fails and blames the OCI runtime, or the old run directory",
          got: expect.stringContaining("exit 0"),
        },
      });
      wroteNone(finished);
      hasLeftNothing(finished);
    },
    drillMs,
  );
});
