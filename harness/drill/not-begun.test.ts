import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { HostNotReadyError, MachineError, RigNotReadyError } from "../errors.ts";
import { renderJUnit } from "../gameday/drill-junit.ts";
import { expectedTests } from "../gameday/expected-tests.ts";
import { recordOf } from "../journal/drill-record.ts";
import { kindsJson, renderKindsTable } from "../views/kinds-table.ts";
import { plainEntry } from "../views/plain/plain-lines.ts";
import { renderSummary } from "../views/summary.ts";
import { newProgress } from "../views/terminal/progress.ts";
import { stayingLines } from "../views/terminal/staying-lines.ts";
import { drillLamp, type LampDrill, type LampOptions } from "./testing/drill-lamp.ts";
import { lampScenario } from "./testing/lamp.ts";
import { all, isCleanedUp } from "./testing/read-drill.ts";
import { answersWrong, dies } from "./testing/wrong-rules.ts";

const procedures = ["switch", "candle", "lantern"];
const { candle, ...usual } = lampScenario().procedures;
const scenario = lampScenario({
  procedures: { ...usual, ...(candle === undefined ? {} : { candle, lantern: candle }) },
});
const drillAll = (options: LampOptions): Promise<LampDrill> =>
  drillLamp({ scenario, procedures, ...options });

const ends = (drill: LampDrill) =>
  all(drill, "procedure-ended").map(({ procedure, verdict, reason }) => [procedure, verdict, reason]);

const light = "the rig did not become ready: Light it: a command did not do what was expected";
const stands = "the steady state does not hold before any fault: steady: a check does not hold";

describe("what would stop every procedure", () => {
  test.each([
    ["a step of the set-up that does not do what it says", { rules: [answersWrong("turn on")] }, light],
    ["a steady state that does not hold", { rules: [answersWrong("house")] }, stands],
    [
      "a unit that fails at boot",
      { rig: { fail: { start: new RigNotReadyError("house: the machine did not start") } } },
      "house: the machine did not start",
    ],
    [
      "a host that lacks something",
      { rig: { fail: { start: new HostNotReadyError("too little memory") } } },
      "too little memory",
    ],
  ] as const)("is not met again: %s", async (_, options, why) => {
    const drill = await drillAll(options);
    const reason = `not begun: what stopped switch would stop it, too: ${why}`;
    expect(ends(drill)).toEqual([
      ["switch", "unknown", undefined],
      ["candle", "unknown", reason],
      ["lantern", "unknown", reason],
    ]);
    expect(drill.verdict).toBe("unknown");
    expect(all(drill, "failure")).toHaveLength(1);
    expect(drill.machines.length).toBeLessThanOrEqual(1);
    await isCleanedUp(drill);
  });

  test("still tells a procedure that is skipped in any case, and ends with the host's exit code", async () => {
    const why = "there are no candles";
    const skipped = candle === undefined ? {} : { candle: { ...candle, notOn: { container: why } } };
    const drill = await drillAll({
      scenario: { ...scenario, procedures: { ...scenario.procedures, ...skipped } },
      rig: { fail: { start: new HostNotReadyError("too little memory") } },
    });
    expect(ends(drill).map(([id, verdict]) => [id, verdict])).toEqual([
      ["switch", "unknown"],
      ["candle", "skipped"],
      ["lantern", "unknown"],
    ]);
    expect(drill.exitCode).toBe(69);
  });

  test("is an image or a provisioning that could not be made, too", async () => {
    const drill = await drillAll({
      rig: { fail: { prepare: new MachineError("the provisioning of house failed") } },
    });
    const reason = "not begun: what stopped switch would stop it, too: the provisioning of house failed";
    expect(ends(drill)).toEqual([
      ["candle", "unknown", reason],
      ["lantern", "unknown", reason],
    ]);
  });
});

test("what may be chance is met again: a machine that dies", async () => {
  const drill = await drillAll({ rules: [dies("turn on")] });
  expect(ends(drill)).toEqual(procedures.map((id) => [id, "unknown", undefined]));
  expect(drill.machines).toHaveLength(3);
});

test("a failure after the fault stops no other procedure", async () => {
  const drill = await drillAll({ rules: [answersWrong("night")] });
  expect(ends(drill)).toEqual(procedures.map((id) => [id, "failed", undefined]));
});

test("every view says why a procedure was not begun", async () => {
  const drill = await drillAll({ rules: [answersWrong("turn on")] });
  const events = drill.events.map((event, index) => ({ ...event, atMs: index, sinceMs: index }));
  const record = recordOf(events);
  const reason = `not begun: what stopped switch would stop it, too: ${light}`;
  const end = events.find((event) => event.type === "procedure-ended" && event.procedure === "lantern");
  if (end?.type !== "procedure-ended") throw new TypeError("the procedure has an end");
  const joined = (lines: readonly string[]): string => lines.map((line) => line.trim()).join(" ");

  expect(plainEntry(end).lines).toEqual([`lantern · unknown · ${reason}`]);
  const style = { columns: 100, colors: picocolors.createColors(false) };
  const terminal = stayingLines(end, { progress: newProgress(), procedures, packages: [], style });
  expect(joined(terminal)).toBe(`lantern unknown · ${reason}`);
  expect(joined(renderSummary(record))).toContain(`lantern is unknown: ${reason}`);
  expect(joined(renderKindsTable(scenario, [record], 100))).toContain(
    `lantern is unknown on container: ${reason}`,
  );
  expect(kindsJson(scenario, [record]).kinds[0]?.procedures[2]).toMatchObject({ verdict: "unknown", reason });
  expect(renderJUnit(events)).toContain(`<error message="${reason}"`);
  const [run] = record.procedures.filter(({ id }) => id === "lantern");
  const tests = expectedTests(scenario, scenario.procedures["lantern"] ?? { steps: [], endurance: [] });
  expect(new Set(tests.map(({ seenIn }) => run && seenIn(run).problem))).toEqual(new Set([reason]));
});
