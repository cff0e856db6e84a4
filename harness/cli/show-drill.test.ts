import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { JournalEvent } from "../journal/events.ts";
import { thisProcess } from "../machines/engine/process-identity.ts";
import { DrillNotice, runningDrills } from "../machines/host/running-drills.ts";
import { showDrill } from "./show-drill.ts";

let parent = "";
let dir = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "drillbook-show-"));
  dir = join(parent, "host");
});
afterEach(() => rmSync(parent, { recursive: true }));

/** A journal that is told what happens. */
const journal = () => {
  let hear: (event: JournalEvent, line: string) => void = () => {};
  showDrill(
    {
      subscribe: (listener) => {
        hear = listener;
        return () => {};
      },
    },
    dir,
  );
  return (event: object) => hear({ atMs: 1000, sinceMs: 0, ...event } as JournalEvent, "");
};

const started = { type: "drill-started", scenario: "uid-change", kind: "container" };
const begun = (procedure: string) => ({ type: "procedure-started", procedure, title: "" });
const phase = (procedure: string, name: string) => ({
  type: "phase-started",
  at: { procedure, phase: name },
  total: 1,
});

test("a drill is shown from its first line to its last, with what goes on in it", () => {
  const tell = journal();
  const at = () => runningDrills(dir).map(({ procedures, activity }) => [procedures, activity]);
  expect(at()).toEqual([]);
  tell(started);
  expect(runningDrills(dir)).toEqual([
    { owner: thisProcess(), sinceMs: 1000, scenario: "uid-change", kind: "container", procedures: [] },
  ]);
  tell({ type: "progress", line: "building …" });
  expect(at()).toEqual([[[], "building …"]]);
  tell(begun("recreate"));
  expect(at()).toEqual([[[{ id: "recreate" }], undefined]]);
  tell(phase("recreate", "fault"));
  tell(begun("rewrite-paths"));
  expect(at()).toEqual([[[{ id: "recreate", phase: "fault" }, { id: "rewrite-paths" }], undefined]]);
  tell(phase("recreate", "recovery"));
  tell({ type: "procedure-ended", procedure: "rewrite-paths", verdict: "verified" });
  expect(at()).toEqual([[[{ id: "recreate", phase: "recovery" }], undefined]]);
  tell({ type: "drill-ended", verdict: "verified", durationMs: 1 });
  expect(readdirSync(join(dir, "drills"))).toEqual([]);
});

test("the drill of a process that was killed is not shown, and its file goes with the next drill", () => {
  const tell = journal();
  tell(started);
  const [file = ""] = readdirSync(join(dir, "drills"));
  const alive = runningDrills(dir);
  expect(alive).toHaveLength(1);
  const path = join(dir, "drills", file);
  const text = JSON.stringify({ ...alive[0], owner: { ...thisProcess(), startTicks: "1" } });
  writeFileSync(path, text);
  expect(runningDrills(dir)).toEqual([]);
  new DrillNotice(dir);
  expect(readdirSync(join(dir, "drills"))).toEqual([]);
});
