import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { drillLamp, type LampOptions } from "#harness/drill/testing/drill-lamp.ts";
import { house, isOn, lampScenario, mend } from "#harness/drill/testing/lamp.ts";
import { wrongFrom } from "#harness/drill/testing/wrong-rules.ts";
import { renderJUnit } from "#harness/gameday/drill-junit.ts";
import { expectedDrill } from "#harness/gameday/expected-drill.ts";
import { recordOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import { planOf } from "#harness/plan/testing/plan-of.ts";
import { procedure } from "#harness/scenario/scenario.ts";
import { type Step, step } from "#harness/scenario/step.ts";
import { renderScenarioPlan } from "#harness/views/drill-plan.ts";
import { endLines } from "#harness/views/end-lines.ts";
import { kindsJson, renderKindsTable } from "#harness/views/kinds-table.ts";
import { createPlainView } from "#harness/views/plain/plain-view.ts";
import { renderScenarioTable } from "#harness/views/scenario-table.ts";
import { createTerminalView } from "#harness/views/terminal/terminal-view.ts";
import { sampledProcedures } from "#harness/views/timeline/sampled.ts";
import { withWrongFix, wrongFixAlone, wrongFixDrill } from "./fixtures/must-fail.ts";
import { Screen } from "./fixtures/screen.ts";
import { inventory } from "./fixtures/uid-change.ts";
import { wholeRunbook } from "./fixtures/whole-runbook.ts";
import { expectGolden } from "./golden.ts";

const page = () => wholeRunbook(withWrongFix, wrongFixDrill(), { inventory });
const partOf = (text: string, head: string): string =>
  text.split("\n## ").find((part) => part.startsWith(head)) ?? "";

describe("a procedure that must fail, on the page", () => {
  it("stands in the proof, with its commands until it failed, what that printed, and what it cost", () => {
    expectGolden("runbook/do-not.md.golden", partOf(page(), "What fails"));
  });

  it("is warned of before the first step", () => {
    const before = partOf(page(), "Recovery: ").split("\n### 1. ")[0];
    expect(before).toContain(
      "- **Reset podman**. It fails at step 2. The containers and their images are gone, so that nothing can be started. [Seen in the drill](uid-change.proof.md#what-fails).",
    );
  });

  it("shows no command that the drill did not come to", () => {
    expect(page()).not.toContain("never come to");
  });

  it("stands in the front matter, and nowhere as a recovery", () => {
    const text = page();
    expect(text).toContain(
      '\nmust_fail:\n  system-reset: "fails at step 2, 3 of 3 containers, 3 of 3 images lost"\n',
    );
    const [front = ""] = text.split("\n---\n");
    expect(front.split("system-reset")).toHaveLength(2);
    const others = text.split("\n## ").filter((part) => !/^(?:What fails|Recovery: )/.test(part));
    expect(others.slice(1).join("\n")).not.toMatch(/system-reset|Reset podman/);
  });

  it("is not called a way that was not tried when only a recovery was drilled", () => {
    const events = wrongFixDrill().filter(
      (event) =>
        !("procedure" in event && event.procedure === "system-reset") &&
        !("at" in event && event.at.procedure === "system-reset"),
    );
    const text = wholeRunbook(withWrongFix, events, { inventory });
    expect(partOf(text, "What fails")).toContain("**Not drilled for this page**: the drill left it out.");
    expect(text).not.toContain("Not in this drill");
    expect(text).toContain("\n  system-reset: not tried\n");
  });

  it("is shown as another kind of machine had it, where the page's kind skipped it", () => {
    const reason = "there is no podman";
    const skipped = wrongFixDrill().flatMap((event): JournalEvent[] => {
      const isOfIt =
        ("procedure" in event ? event.procedure : "at" in event ? event.at.procedure : "") === "system-reset";
      if (!isOfIt || event.type === "procedure-started") return [event];
      return event.type === "procedure-ended" ? [{ ...event, verdict: "skipped", reason }] : [];
    });
    const vm = wrongFixDrill().map((event) =>
      event.type === "drill-started" ? { ...event, kind: "vm" as const } : event,
    );
    const alone = partOf(wholeRunbook(withWrongFix, skipped, { inventory }), "What fails");
    expect(alone).toContain(`**Not drilled for this page**: ${reason}.`);
    const both = partOf(wholeRunbook(withWrongFix, skipped, { inventory, others: [vm] }), "What fails");
    expect(both).toContain("**What it cost in the drill** on a VM: **3 of 3 containers");
    expect(both).not.toContain(reason);
  });

  it("alone proves no page", () => {
    expect(() => wholeRunbook(withWrongFix, wrongFixAlone(), { inventory })).toThrow(
      "no runbook can be written: no recovery ran, only what must fail",
    );
  });
});

describe("a procedure that must fail, while it is drilled and at the end", () => {
  const ofIt = (events: readonly JournalEvent[]) => {
    const from = events.findIndex(({ type }) => type === "procedure-started");
    const to = events.findIndex(({ type }) => type === "procedure-ended");
    return events.slice(from, to + 1);
  };

  it("is told as failing as it must, on lines", () => {
    let text = "";
    const view = createPlainView({ write: (more) => (text += more), timeOf: () => "11:40:02" });
    const events = wrongFixDrill();
    const started = events.find(({ type }) => type === "drill-started");
    if (started !== undefined) view.event(started, "");
    text = "";
    for (const event of ofIt(events)) view.event(event, "");
    expectGolden("plain/must-fail.txt", text);
  });

  it("is told as failing as it must, on a terminal, and not compared at the end", () => {
    const screen = new Screen(100);
    const events = wrongFixDrill();
    const view = createTerminalView({ stream: screen, colors: picocolors.createColors(true) });
    for (const event of events) view.event(event, "");
    view.end(events);
    view.close();
    expectGolden("terminal/must-fail-100.txt", screen.text());
  });

  it("is told to have no page when it was drilled alone", () => {
    expect(endLines(recordOf(wrongFixAlone()), { columns: 120 }).join("\n")).toContain(
      "  no runbook      only procedures that must fail were drilled; a runbook needs a recovery",
    );
  });

  it("that did not fail there is told as failed", () => {
    const events = wrongFixAlone().map((event): JournalEvent => {
      if (event.type === "failure") {
        const { expected: _, ...failure } = event;
        return failure;
      }
      return event.type === "procedure-ended" || event.type === "drill-ended"
        ? { ...event, verdict: "failed" }
        : event;
    });
    const lines = endLines(recordOf(events), { columns: 120 });
    expect(lines).toContain("  must fail       system-reset · failed: it did not fail at step 2");
    expect(renderJUnit(events)).toMatch(/failures="1"/);
  });

  it("has no time of recovery in the table of kinds, and says so as data", () => {
    const records = [recordOf(wrongFixDrill())];
    const lines = renderKindsTable(withWrongFix, records, 120);
    const from = lines.findIndex((line) => line.trim() === "system-reset");
    expect(lines.slice(from, from + 3)).toEqual([
      "  system-reset",
      expect.stringMatching(/^ {4}verdict +fails at step 2, as it must$/),
      expect.stringMatching(/^ {4}started from/),
    ]);
    expect(lines.slice(from).findIndex((line) => line.includes("recovered in"))).toBe(-1);
    const [first] = kindsJson(withWrongFix, records).kinds;
    expect(first?.procedures[0]).toMatchObject({
      mustFail: { phase: "recovery", step: 2 },
      recoveryMs: null,
    });
    expect(first?.recommended).toBe("rewrite-paths");
  });

  it("is a passing test of JUnit that says so", () => {
    const text = renderJUnit(wrongFixAlone());
    expect(text).toMatch(/failures="0" errors="0"/);
    expect(text).toContain('name="2. Reset podman, and start mcns: fails, as it must"');
    expect(text).toContain('name="must fail at step 2: The containers and their images are gone');
  });

  it("is named as such in the picture, the plan and the list", () => {
    expect(sampledProcedures(wrongFixDrill())[0]?.verdict).toBe("fails at step 2, as it must");
    expect(renderScenarioPlan(planOf(withWrongFix))).toContain(
      "\nno recovery, procedure system-reset: Reset podman\n  must fail at step 2: The containers and their images are gone",
    );
    expect(renderScenarioTable([withWrongFix])).toContain("rewrite-paths, system-reset (must fail)");
  });
});

const shake = step("Shake it", {
  why: "It helped once.",
  run: house.root.sh`shake`,
  verify: isOn,
  within: "5s",
});
const because = "shaking mends no lamp";
const shaking = (at: Step | string, steps: readonly Step[], endurance: readonly Step[] = []) =>
  lampScenario({
    procedures: {
      switch: procedure({ title: "Use the switch", summary: "It is near.", steps: [mend] }),
      shake: procedure({
        title: "Shake the lamp",
        summary: "Quick.",
        steps,
        endurance,
        mustFail: { at, because },
      }),
    },
  });
const wait = step("Wait", { why: "It may come.", run: house.root.sh`night`, verify: [] });

type Case = {
  /** Made anew for each drill: they count. */
  readonly rules?: () => LampOptions["rules"];
  readonly at: string;
  readonly says: string;
  readonly scenario: ReturnType<typeof shaking>;
};

const cases: readonly Case[] = [
  {
    at: "step 1",
    scenario: shaking(shake, [shake]),
    says: "**There it fails:** the lamp is on: `lamp` prints `on`",
  },
  {
    at: "the checklist",
    scenario: shaking("checklist", [
      { ...wait, verify: shake.verify.map((one) => ({ ...one, negated: true, title: "it is dark" })) },
    ]),
    says: "**There it fails:** the lamp is on: `lamp` prints `on`. The result:\n\n```text\noff\n```",
  },
  {
    at: "the endurance",
    scenario: shaking("endurance", [mend], [shake]),
    rules: () => [{ match: "shake", answer: { exitCode: 1, stderr: "it broke\n" } }],
    says: "**There it fails:** it exits 1. Expected: `exit 0`. The result:\n\n```text\nit broke\n```",
  },
  {
    at: "the count of losses",
    scenario: shaking("losses", [mend]),
    rules: () => [wrongFrom("books", 4, { stdout: "atlas\n" })],
    says: "**There it fails:** 1 of 2 books are lost.",
  },
];

describe.each(cases)("a procedure that must fail at $at", ({ at: where, says, scenario, rules }) => {
  const drilled = async () => {
    const procedures = ["switch", "shake"];
    // Both procedures count the same books: the second one's counts come third and fourth.
    const drill = await drillLamp({
      scenario,
      procedures,
      rules: [...(rules?.() ?? []), { match: "shake", answer: {} }],
    });
    return drill.events.map((event, index): JournalEvent => ({ ...event, atMs: index, sinceMs: index }));
  };

  it("has a page that says where, and what came", async () => {
    const text = partOf(wholeRunbook(scenario, await drilled(), { inventory: {} }), "What fails");
    expect(text).toContain(`**It fails at ${where}.** ${because}`);
    expect(text).toContain(says);
    expect(text).toContain(
      where === "the count of losses" ? "1 of 2 books lost" : "**nothing lost** of what is counted",
    );
  });

  it("is what a game day expects of it, and JUnit says that it passed", async () => {
    const events = await drilled();
    const run = recordOf(events).procedures.find(({ id }) => id === "shake");
    const expected = expectedDrill(planOf(scenario)).procedures.find(({ id }) => id === "shake");
    const tests = expected?.tests ?? [];
    expect(tests.map(({ name }) => name)).toContain(`fails at ${where}, as it must: ${because}`);
    expect(tests.some(({ name }) => name === "losses ends well")).toBe(where !== "the count of losses");
    for (const { name, seenIn } of tests) expect(run && seenIn(run).problem, name).toBeUndefined();
    expect(renderJUnit(events)).toMatch(/failures="0" errors="0"/);
  });

  it("turns the game day red when it did not fail there", async () => {
    const events = (await drilled()).filter(({ type }) => type !== "failure");
    const run = recordOf(events).procedures.find(({ id }) => id === "shake");
    const expected = expectedDrill(planOf(scenario)).procedures.find(({ id }) => id === "shake");
    const problems = expected?.tests.flatMap(({ seenIn }) => (run && seenIn(run).problem) ?? []);
    expect(problems).toEqual(["it did not fail there"]);
  });
});
