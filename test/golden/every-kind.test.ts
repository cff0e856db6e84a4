import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import * as actionRegistry from "#harness/actions/registry.ts";
import { renderJUnit } from "#harness/gameday/drill-junit.ts";
import { recordOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import { eventTypes } from "#harness/journal/testing/read-journal.ts";
import { planOf } from "#harness/plan/testing/plan-of.ts";
import { Command } from "#harness/probes/command/value.ts";
import * as probeRegistry from "#harness/probes/registry.ts";
import { check } from "#harness/scenario/check.ts";
import { commandLine } from "#harness/scenario/command-line.ts";
import type { TextMatch } from "#harness/scenario/match.ts";
import type { Probe } from "#harness/scenario/probe.ts";
import { inRig } from "#harness/scenario/text.ts";
import { renderScenarioPlan } from "#harness/views/drill-plan.ts";
import { expectationOf, plainPhrase } from "#harness/views/expectation.ts";
import { plainEntry } from "#harness/views/plain/plain-lines.ts";
import { newProgress } from "#harness/views/terminal/progress.ts";
import { stayingLines } from "#harness/views/terminal/staying-lines.ts";
import { DrillEvents } from "./fixtures/drill-events.ts";
import { failedDrill, savedDrill, singleDrill } from "./fixtures/drills.ts";
import { actions, everyKind, matches, probes } from "./fixtures/kinds.ts";
import { inventory } from "./fixtures/uid-change.ts";
import { wholeRunbook } from "./fixtures/whole-runbook.ts";

const rig = {
  resolve: inRig(({ network }) => (network === "lan" ? "192.0.2.10" : "198.51.100.10")),
};
const real = inRig(
  ({ machine, network }) => (inventory as Record<string, Record<string, string>>)[machine]?.[network] ?? "",
);

const verified = () =>
  new DrillEvents({ scenario: everyKind, procedures: ["all"], answers: {}, times: {} })
    .start()
    .begin("all")
    .recover("all")
    .finish("all", 1000)
    .end("verified").events;

it("has an example of each kind of probe and action in its folder", () => {
  const kinds = (registry: object) =>
    Object.values(registry)
      .map(({ kind }) => kind)
      .sort();
  expect(
    Object.values(probes)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(kinds(probeRegistry));
  expect(
    Object.values(actions)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(kinds(actionRegistry));
});

describe.each([...Object.entries(actions), ...Object.entries(probes)])("the kind %s", (_kind, what) => {
  it("is in the plan as the rig's operator would type it", () => {
    const [first = ""] = commandLine(what, rig.resolve).split("\n");
    expect(first).not.toBe("");
    expect(renderScenarioPlan(planOf(everyKind))).toContain(first);
  });

  it("is in the runbook as the real operator would type it", () => {
    const page = wholeRunbook(everyKind, verified(), { inventory });
    for (const line of commandLine(what, real).split("\n")) expect(page).toContain(line);
  });
});

describe.each(Object.entries(matches))("a match of the kind %s", (kind, match) => {
  it("is told in words wherever a check is", () => {
    const one = check(
      "it matches",
      new Command({ machine: "rift", user: "root", script: ["x"] }).prints(match),
    );
    const words = plainPhrase(expectationOf(one, rig));
    expect(words).not.toBe("");
    expect(words).not.toBe("succeeds");
    expect(renderScenarioPlan(planOf(everyKind))).toContain(`- it matches as ${kind}`);
    expect(renderScenarioPlan(planOf(everyKind))).toContain(`→ ${words}`);
    expect(wholeRunbook(everyKind, verified(), { inventory })).toContain(`it matches as ${kind}`);
  });
});

describe("a runbook with every kind", () => {
  it("has whole tables, whatever stands in their cells", () => {
    const lines = wholeRunbook(everyKind, verified(), { inventory }).split("\n");
    const start = lines.findIndex(
      (line, at) => at > lines.indexOf("## It is over when") && line.startsWith("|"),
    );
    const rows = lines.slice(start, lines.indexOf("", start));
    const cells = rows.map((row) => row.replaceAll("\\|", "").split("|").length - 2);
    expect(cells).toEqual(Array(everyKind.checklist.length + 2).fill(3));
  });
});

describe("every type of event", () => {
  const waited: JournalEvent = {
    ...{ type: "waited", procedure: "recreate", for: "memory: 2860 MB are needed", durationMs: 12_300 },
    ...{ atMs: 1, sinceMs: 1 },
  };
  const all = [...singleDrill(), ...failedDrill(), ...savedDrill(), waited];
  const context = () => ({
    progress: newProgress(),
    procedures: ["rewrite-paths"],
    packages: [],
    style: { colors: picocolors.createColors(false), columns: 100 },
  });

  it.each(eventTypes)("%s is shown by each view of a journal", (type) => {
    const events = all.filter((event) => event.type === type);
    expect(events.length, `the fixtures hold no ${type}`).toBeGreaterThan(0);
    for (const event of events) {
      expect(plainEntry(event).lines.join("").trim()).not.toBe("");
      expect(stayingLines(event, context())).toBeInstanceOf(Array);
    }
  });

  it("is refused when a view does not know it", () => {
    const unknown = { type: "prayer", atMs: 1, sinceMs: 1 } as unknown as JournalEvent;
    expect(() => plainEntry(unknown)).toThrow("unknown kind");
    expect(() => stayingLines(unknown, context())).toThrow("unknown kind");
    expect(() => recordOf([...all, unknown])).toThrow("unknown kind");
    expect(() => renderJUnit([...all, unknown])).toThrow("unknown kind");
  });
});

describe("a machine that is always of one kind", () => {
  const [first, ...others] = everyKind.rig.machines;
  const pinned = { ...everyKind.rig, machines: first ? [{ ...first, on: "vm" as const }, ...others] : [] };

  it("is shown as that by the plan", () => {
    expect(renderScenarioPlan(planOf({ ...everyKind, rig: pinned }))).toMatch(
      /^ {2}rift .*\(always a VM\)$/m,
    );
    expect(renderScenarioPlan(planOf(everyKind))).not.toContain("always");
  });

  it("has its texts on a page of drills on another kind", () => {
    const machine = first?.name ?? "";
    const differs = new Command({ machine, user: "root", script: ["x"] }).prints({
      ...{ container: "of a container", vm: "of a VM", why: "they differ" },
    });
    const checklist = [...everyKind.checklist, check("it is different", differs)];
    const page = (rig: typeof pinned) =>
      wholeRunbook({ ...everyKind, rig, checklist }, verified(), { inventory })
        .split("\n")
        .filter((line) => line.includes("it is different"))
        .join("\n");
    expect(page(pinned)).toContain("of a VM");
    expect(page(everyKind.rig as typeof pinned)).toContain("of a container");
  });
});

describe("a kind that nobody knows", () => {
  it("is refused by what renders a check", () => {
    const probe = { kind: "prayer" } as unknown as Probe;
    expect(() => plainPhrase(expectationOf(check("x", probe), rig))).toThrow("unknown kind");
    const match = { kind: "prayer" } as unknown as TextMatch;
    const command = new Command({ machine: "rift", user: "root", script: ["x"] }).prints(match);
    expect(() => expectationOf(check("x", command), rig)).toThrow("unknown kind");
  });
});
