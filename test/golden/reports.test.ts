import { describe, expect, it } from "vitest";
import { renderJUnit } from "#harness/gameday/drill-junit.ts";
import { recordOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import { planOf } from "#harness/plan/testing/plan-of.ts";
import { address } from "#harness/scenario/text.ts";
import { renderScenarioPlan } from "#harness/views/drill-plan.ts";
import { endLines } from "#harness/views/end-lines.ts";
import { kindsJson, renderKindsTable } from "#harness/views/kinds-table.ts";
import { renderScenarioTable } from "#harness/views/scenario-table.ts";
import { renderSummary } from "#harness/views/summary.ts";
import {
  drillWithPodman,
  failedDrill,
  refusedDrill,
  savedDrill,
  singleDrill,
  skippedDrill,
  skippedProcedureDrill,
  threeWays,
  threeWaysDrill,
  threeWaysOnVm,
  verifiedDrill,
  vmDrill,
} from "./fixtures/drills.ts";
import { uidChange } from "./fixtures/uid-change.ts";
import { expectGolden } from "./golden.ts";

describe("reports", () => {
  it("show what a drill would do", () => {
    expectGolden("plan.txt", renderScenarioPlan(planOf(uidChange)));
    expect(renderScenarioPlan(planOf({ ...uidChange, notOn: { container: "it is too quiet" } }))).toContain(
      "\nNot on a container: it is too quiet\n",
    );
  });

  it("list the scenarios", () => {
    expectGolden(
      "list.txt",
      renderScenarioTable([uidChange, { ...uidChange, id: "agent-unit", title: "x\u001b[2J" }]),
    );
    expect(renderScenarioTable([])).toContain("no scenario yet");
  });

  it("show the procedures that cannot be carried out on every kind", () => {
    expect(renderScenarioPlan(planOf(threeWays))).toContain(
      "\nrecovery, procedure quadlet: Let systemd start the units\n  not on a container: Quadlet needs cgroup v2, which its host does not give it\n  it needs, before its first step:\n",
    );
    expect(renderScenarioTable([threeWays])).toMatch(
      /recreate, rewrite-paths, quadlet \(vm, uml only\) +container, vm, uml {2}/,
    );
    // A whole scenario without containers needs no further note.
    expect(renderScenarioTable([{ ...threeWays, notOn: { container: "no" } }])).toContain(
      ", quadlet  vm, uml ",
    );
  });

  it("show what stands in the page for reference", () => {
    const reference = [{ title: "The services", text: ["rift is at ", address("rift", "lan"), "\nand up"] }];
    expect(renderScenarioPlan(planOf({ ...uidChange, reference }))).toContain(
      "\n\nreference: The services\n  rift is at 192.0.2.10\n  and up\n",
    );
  });

  it("compare the procedures of a drill on one screen", () => {
    expectGolden("summary.txt", `${renderSummary(recordOf(verifiedDrill())).join("\n")}\n`);
    const narrow = renderSummary(recordOf(verifiedDrill()), 60);
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe("versions of podman side by side", () => {
  it("show what each is, and what it skipped", () => {
    const drills = [
      drillWithPodman("5.4", "5.4.2", ["recreate", "rewrite-paths"]),
      drillWithPodman("4.3", "4.3.1", ["recreate"]),
    ].map(recordOf);
    const lines = renderKindsTable(uidChange, drills, 120);
    expect(lines[0]).toMatch(/^ +podman 5\.4 +podman 4\.3$/);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}podman +5\.4\.2 +4\.3\.1$/));
    expect(kindsJson(uidChange, drills).kinds).toMatchObject([
      { versions: { podman: "5.4" } },
      { versions: { podman: "4.3" } },
    ]);
  });

  it("are named by a plan that has parts of its own with one of them", () => {
    const scenario = { ...uidChange, with: { podman: { "4.3": { never: ["Never mix the two."] } } } };
    expect(renderScenarioPlan(planOf(scenario))).toContain(
      "With podman 4.3, parts of it differ: npm run drill plan uid-change -- --podman 4.3\n",
    );
    expect(renderScenarioPlan(planOf(scenario, { versions: { podman: ["4.3"] } }))).toContain(
      "This is the plan with podman 4.3.\n",
    );
  });
});

describe("the kinds of machine side by side", () => {
  const table = (...drills: readonly (readonly JournalEvent[])[]) =>
    renderKindsTable(uidChange, drills.map(recordOf), 100);

  it("show the verdict, the machines, the times and the fingerprint of each", () => {
    expectGolden("kinds/verified.txt", `${table(verifiedDrill(), vmDrill()).join("\n")}\n`);
  });

  it.each([
    ["skipped", skippedDrill("container"), vmDrill()],
    ["refused", verifiedDrill(), refusedDrill("vm")],
    ["failed", failedDrill(), vmDrill()],
  ] as const)("show one that was %s, and why", (name, one, other) => {
    expectGolden(`kinds/${name}.txt`, `${table(one, other).join("\n")}\n`);
  });

  it("show no more than how it ended where no machine was started", () => {
    expect(table(refusedDrill("container"), skippedDrill("vm"))).toEqual([
      "           container  vm",
      "  verdict  not begun  skipped",
      "  container is not begun: missing on this host: qemu-system-x86_64",
      "  vm is skipped: the kernel is the host's, and cannot be told to forget",
    ]);
  });

  it.each([40, 60, 80])("fit into %i columns", (columns) => {
    const lines = renderKindsTable(uidChange, [verifiedDrill(), vmDrill()].map(recordOf), columns);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it("show a procedure that one of them skipped, and why", () => {
    const drills = [threeWaysDrill(), threeWaysOnVm()].map(recordOf);
    expectGolden("kinds/three-ways.txt", `${renderKindsTable(threeWays, drills, 120).join("\n")}\n`);
    expect(kindsJson(threeWays, drills).kinds).toMatchObject([
      {
        recommended: "rewrite-paths",
        procedures: [{}, {}, { verdict: "skipped", reason: expect.stringMatching(/^Quadlet needs/) }],
      },
      { recommended: "quadlet", procedures: [{}, {}, { verdict: "verified", reason: null }] },
    ]);
  });

  it("tell of a procedure that all of them skipped", () => {
    const lines = renderKindsTable(threeWays, [recordOf(skippedProcedureDrill())], 150);
    expect(lines).toEqual([
      "             container",
      "  verdict    skipped",
      "  quadlet",
      "    verdict  skipped",
      expect.stringMatching(
        /^ {2}container is skipped: this kind of machine cannot carry out the procedure quad/,
      ),
    ]);
  });

  it("are data, too", () => {
    const data = kindsJson(uidChange, [verifiedDrill(), skippedDrill("vm")].map(recordOf));
    expect(data.kinds).toMatchObject([
      { kind: "container", verdict: "verified", reason: null, procedures: [{ recoveryMs: 14_800 }, {}] },
      { kind: "vm", verdict: "skipped", reason: expect.stringContaining("the kernel"), procedures: [] },
    ]);
    expect(data.kinds[0]?.fingerprint[0]).toEqual({
      symptom: "podman cannot read its own storage",
      seen: ['exit 125: Error: default OCI runtime "crun" not found: invalid argument'],
    });
  });
});

describe("a drill that left something out", () => {
  const ends = (events: readonly JournalEvent[], columns: number) => endLines(recordOf(events), { columns });

  it("and is verified all the same says what that means", () => {
    const lines = ends(singleDrill({ without: ["recovery step 2"] }), 80);
    expect(lines.slice(1, 3)).toEqual([
      "  left out        verified without recovery step 2: it is not necessary, or no",
      "                  check covers what it does · no runbook written",
    ]);
  });

  it("and ended otherwise needs no word about it, nor does one that left nothing out", () => {
    const failed = singleDrill({ without: ["recovery step 2"] }).map((event) =>
      event.type === "drill-ended" ? ({ ...event, verdict: "failed" } as JournalEvent) : event,
    );
    for (const events of [failed, singleDrill()])
      expect(ends(events, 80).join("\n")).not.toContain("left out");
  });
});

describe("a check that was never red", () => {
  const label = "  never red ";
  const endOf = (events: readonly JournalEvent[]) => endLines(recordOf(events), { columns: 80 });
  const without = (events: readonly JournalEvent[], procedure: string) =>
    events.filter((event) => event.type !== "check-unproven" || event.procedure !== procedure);

  it("is named at the end of a verified drill", () => {
    expect(endOf(verifiedDrill()).filter((line) => line.startsWith(label))).toEqual([
      "  never red       /srv/mcq/mcq.db has 300 rows in canary: green during the",
    ]);
  });

  it("is not named where one of the procedures has seen it red, nor where the drill failed", () => {
    const events = verifiedDrill();
    const [first = ""] = recordOf(events).procedures.map(({ id }) => id);
    const failed = events.map((event) =>
      event.type === "drill-ended" ? ({ ...event, verdict: "failed" } as JournalEvent) : event,
    );
    for (const one of [without(events, first), failed]) expect(endOf(one).join("\n")).not.toContain(label);
  });
});

describe("a drill that was not run", () => {
  const ends = (events: readonly JournalEvent[]) => endLines(recordOf(events), { columns: 110 }).join("\n");

  it("because the host is not ready has no verdict that looks like one", () => {
    expect(ends(refusedDrill("vm"))).toBe(
      "  not begun       this host is not ready, so nothing was drilled · npm run drill doctor shows what is missing",
    );
  });

  it("because its kind of machine cannot show the incident says so", () => {
    expect(ends(skippedDrill("container"))).toBe(
      "  skipped         the kernel is the host's, and cannot be told to forget",
    );
    expect(renderJUnit(skippedDrill("container"))).toContain('<skipped message="the kernel is');
  });
});

describe("JUnit", () => {
  it("has a suite for each procedure of a verified drill", () => {
    expectGolden("junit/verified.xml", renderJUnit(verifiedDrill()));
  });

  it("tells a skipped procedure as skipped, not as passed", () => {
    expectGolden("junit/three-ways.xml", renderJUnit(threeWaysDrill()));
    const text = renderJUnit(skippedProcedureDrill());
    expect(text).toContain('tests="1" failures="0" errors="0" skipped="1"');
    expect(text).toContain('<skipped message="Quadlet needs cgroup v2, which its host does not give it">');
  });

  it("is not green when the drill went wrong although each procedure is verified or skipped", () => {
    const events = threeWaysDrill().map((event) =>
      event.type === "drill-ended" ? ({ ...event, verdict: "interrupted" } as JournalEvent) : event,
    );
    expect(renderJUnit(events)).toContain('message="the drill ended interrupted"');
  });

  it("says which procedure went on from the machines of another", () => {
    const text = renderJUnit(savedDrill());
    expectGolden("junit/saved.xml", text);
    expect(text).toContain('<property name="started-from" value="the same faulted machines as recreate"/>');
  });

  it("tells the failure of a failed one at its step", () => {
    expectGolden("junit/failed.xml", renderJUnit(failedDrill()));
  });

  it.each([1, 2, 3, 5, 20, 60, 100])("is not green for a drill that ended after event %i", (count) => {
    const events = verifiedDrill().slice(0, count + 2);
    expect(renderJUnit(events)).toMatch(/(failures|errors)="[1-9]/);
  });

  it("is not green when only the drill as a whole went wrong", () => {
    const events = verifiedDrill().map((event) =>
      event.type === "drill-ended" ? ({ ...event, verdict: "interrupted" } as JournalEvent) : event,
    );
    expect(renderJUnit(events)).toContain('message="the drill ended interrupted"');
  });

  it("is not green when all steps were, but the verdict was not", () => {
    const events = verifiedDrill().map((event) =>
      event.type === "drill-ended" || event.type === "procedure-ended"
        ? ({ ...event, verdict: "unknown" } as JournalEvent)
        : event,
    );
    expect(renderJUnit(events)).toContain('message="the procedure ended unknown"');
  });

  it("tells of a failure that belongs to no step, as an error when a machine is to blame", () => {
    const all = failedDrill();
    const failure = all.find((event) => event.type === "failure");
    const started = all.filter((event) => event.type === "drill-started");
    if (!failure) throw new Error("the fixture has no failure");
    const at = { procedure: "rewrite-paths", phase: "prepare" } as const;
    const died = { ...failure, at, code: "machine-failed", headline: "the machine died" };
    expect(renderJUnit([...started, died])).toContain('<error message="the machine died">');
  });
});
