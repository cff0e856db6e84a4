import { describe, expect, it, test } from "vitest";
import { drillLamp, type LampDrill, type LampOptions } from "#harness/drill/testing/drill-lamp.ts";
import { house, isOn, lampScenario, mend } from "#harness/drill/testing/lamp.ts";
import { answersWrong } from "#harness/drill/testing/wrong-rules.ts";
import { expectedDrill } from "#harness/gameday/expected-drill.ts";
import { checkName, expectedTests, phaseName, stepName } from "#harness/gameday/expected-tests.ts";
import { type DrillRecord, recordOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import { planOf } from "#harness/plan/testing/plan-of.ts";
import { procedure, type Scenario } from "#harness/scenario/scenario.ts";
import { step } from "#harness/scenario/step.ts";
import { savedDrill, verifiedDrill } from "./fixtures/drills.ts";
import { uidChange } from "./fixtures/uid-change.ts";

const problemsOf = (record: DrillRecord, scenario: Scenario): string[] =>
  record.procedures.flatMap((run) =>
    expectedTests(scenario, scenario.procedures[run.id] ?? { steps: [], endurance: [] }).flatMap(
      ({ name, seenIn }) => {
        const { problem } = seenIn(run);
        return problem === undefined ? [] : [`${run.id} › ${name}: ${problem}`];
      },
    ),
  );

const problems = (events: readonly JournalEvent[]): string[] => problemsOf(recordOf(events), uidChange);

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

  it("tell what neither the procedure nor the one that it went on from went through", () => {
    const events = savedDrill().filter((event) => !("at" in event && event.at.phase === "fault"));
    const untold = problems(events).filter((one) => one.startsWith("rewrite-paths › fault"));
    expect(untold).toHaveLength(uidChange.fault.length + 1);
  });

  it("have the time that the drill took, once for what two procedures share", () => {
    const { procedures } = recordOf(savedDrill());
    const timesOf = (id: string) => {
      const run = procedures.find((one) => one.id === id);
      const way = uidChange.procedures[id];
      if (run === undefined || way === undefined) throw new TypeError(`no procedure ${id}`);
      return new Map(expectedTests(uidChange, way).map((one) => [one.name, one.seenIn(run).tookMs]));
    };
    const [first, second] = [timesOf("recreate"), timesOf("rewrite-paths")];
    const broken = stepName("fault", 1, uidChange.fault[0]?.title ?? "");
    expect([first.get(broken), second.get(broken)]).toEqual([110, 0]);
    expect(second.get(stepName("recovery", 3, "Give the data back to the account"))).toBeGreaterThanOrEqual(
      2300,
    );
    expect(first.get(phaseName("fault"))).toBeGreaterThan(110);
    expect(second.get(phaseName("fault"))).toBe(0);
  });
});

const storm = step("Wait for a storm", {
  why: "This way alone promises to stand one.",
  run: house.root.sh`storm`,
  verify: isOn,
});

const ways = {
  switch: procedure({ title: "Use the switch", summary: "It is near.", steps: [mend], endurance: [storm] }),
  candle: procedure({ title: "Light a candle", summary: "No current is needed.", steps: [mend] }),
};

const calm = { match: "storm", answer: {} };

const lampRecord = ({ events }: LampDrill): DrillRecord =>
  recordOf(events.map((event, index): JournalEvent => ({ ...event, atMs: index, sinceMs: index })));

/** The steps and checks of a drill, by their names in a game day. */
const testsIn = (record: DrillRecord, id: string): string[] => {
  const run = record.procedures.find((one) => one.id === id);
  return (run?.phases ?? [])
    .filter(({ phase }) => phase !== "clean-up" && phase !== "evidence")
    .flatMap(({ phase, checks, steps }) => [
      ...checks
        .filter(({ required }) => required)
        .map(({ outcome }) => checkName(phase, outcome.title))
        .sort(),
      ...steps.map(({ number, title }) => stepName(phase, number, title)),
      phaseName(phase),
    ]);
};

/** The same of the expected tests, sorted, because checks of a phase run in parallel. */
const namesOf = (tests: readonly { readonly name: string }[]): string[] => tests.map(({ name }) => name);

describe("what a game day expects is what a drill does", () => {
  const cases: readonly { readonly name: string; readonly scenario: Scenario }[] = [
    { name: "with an endurance of all and one of its own", scenario: lampScenario({ procedures: ways }) },
    { name: "with one of its own alone", scenario: lampScenario({ procedures: ways, endurance: [] }) },
    { name: "with none", scenario: lampScenario({ endurance: [] }) },
    {
      name: "with parts that are others with the usual podman",
      scenario: lampScenario({
        with: { podman: { "5.4": { procedures: ways, endurance: [storm], checklist: [isOn] } } },
      }),
    },
  ];

  test.each(cases)("$name", async ({ scenario }) => {
    const procedures = Object.keys(scenario.procedures);
    const drill = await drillLamp({ scenario, procedures, rules: [calm] });
    const record = lampRecord(drill);
    const expected = expectedDrill(planOf(scenario));
    expect(drill.verdict).toBe(expected.verdict);
    expect(expected.procedures.map(({ id }) => id)).toEqual(record.procedures.map(({ id }) => id));
    for (const { id, tests } of expected.procedures) {
      expect(namesOf(tests).toSorted()).toEqual(testsIn(record, id).toSorted());
      const run = record.procedures.find((one) => one.id === id);
      for (const { name, seenIn } of tests) expect(run && seenIn(run).problem, name).toBeUndefined();
    }
  });

  const reason = "it has no such lamps";
  const withUsual = { podman: { "5.4": reason } };
  const skips: readonly { readonly name: string; readonly options: LampOptions & { scenario: Scenario } }[] =
    [
      {
        name: "a procedure that cannot be carried out with the usual podman",
        options: {
          scenario: lampScenario({ procedures: { ...ways, candle: { ...ways.candle, notWith: withUsual } } }),
        },
      },
      {
        name: "a procedure that cannot be carried out on the kind of machine",
        options: {
          scenario: lampScenario({
            procedures: { switch: { ...ways.switch, notOn: { container: reason } }, candle: ways.candle },
          }),
        },
      },
      {
        name: "every procedure, each for a reason of its own",
        options: {
          scenario: lampScenario({
            procedures: {
              switch: { ...ways.switch, notOn: { container: "there is no current" } },
              candle: { ...ways.candle, notWith: withUsual },
            },
          }),
        },
      },
      {
        name: "an incident that the kind of machine cannot show",
        options: { scenario: lampScenario({ notOn: { container: reason } }) },
      },
      {
        name: "an incident that the usual podman cannot show",
        options: { scenario: lampScenario({ notWith: withUsual }) },
      },
      {
        name: "machines that cannot be had",
        options: { scenario: lampScenario(), on: { kinds: ["vm"], machines: {} }, podman: "5.8" },
      },
      {
        name: "not what another podman cannot do",
        options: { scenario: lampScenario({ notWith: { podman: { "4.3": reason } } }) },
      },
    ];

  test.each(skips)("skipped: $name", async ({ options }) => {
    const { scenario, on, podman } = options;
    const procedures = Object.keys(scenario.procedures);
    const drill = await drillLamp({ ...options, procedures, rules: [calm] });
    const record = lampRecord(drill);
    const expected = expectedDrill(
      planOf(scenario, { ...(on ? { on } : {}), ...(podman ? { versions: { podman: [podman] } } : {}) }),
    );
    expect(drill.verdict).toBe(expected.verdict);
    expect(record.ended?.reason).toBe(expected.skipped);
    expect(expected.procedures.map(({ id, skipped }) => [id, skipped])).toEqual(
      record.procedures.map(({ id, ended }) => [id, ended?.reason]),
    );
    for (const { id, tests } of expected.procedures) {
      expect(namesOf(tests).toSorted()).toEqual(testsIn(record, id).toSorted());
    }
  });
});

describe("a drill that left something out", () => {
  const scenario = lampScenario({ procedures: ways });

  test("a procedure's own endurance", async () => {
    const less = lampScenario({ procedures: { ...ways, switch: { ...ways.switch, endurance: [] } } });
    const record = lampRecord(await drillLamp({ scenario: less }));
    expect(problemsOf(record, scenario)).toEqual([
      "switch › endurance › step 2: Wait for a storm: the drill did not reach it",
    ]);
  });

  test("the last look at the checklist", async () => {
    const drill = await drillLamp({ scenario, rules: [calm] });
    const events = drill.events.filter(
      (event) =>
        !(event.type === "check-ended" && event.at.phase === "endurance" && event.at.step === undefined),
    );
    expect(problemsOf(lampRecord({ ...drill, events }), scenario)).toEqual([
      "switch › endurance › the lamp is on: the drill did not look at it",
      "switch › endurance › the house stands: the drill did not look at it",
    ]);
  });

  test("what comes after a step of it that failed", async () => {
    const record = lampRecord(await drillLamp({ scenario, rules: [answersWrong("storm")] }));
    const [first, second, third, fourth, ...later] = problemsOf(record, scenario);
    expect([first, second, third, fourth]).toEqual([
      "switch › endurance › the lamp is on: the drill did not look at it",
      "switch › endurance › the house stands: the drill did not look at it",
      "switch › endurance › step 2: Wait for a storm: it failed",
      "switch › endurance ends well: it failed",
    ]);
    expect(later).toContain("switch › losses ends well: the drill did not reach it");
    expect(later.filter((one) => !/: the drill did not (reach|look at) it$/.test(one))).toEqual([]);
  });
});
