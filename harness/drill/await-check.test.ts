import { describe, expect, test } from "vitest";
import { ScriptedMachine, type ScriptedRule } from "../../test/scripted/rig-host.ts";
import { InterruptedError } from "../errors.ts";
import type { EventBody } from "../journal/events.ts";
import { planOf } from "../plan/testing/plan-of.ts";
import { fails } from "../scenario/check.ts";
import { procedure } from "../scenario/scenario.ts";
import { awaitCheck } from "./await-check.ts";
import { deadline } from "./clock.ts";
import type { RunContext } from "./context.ts";
import { isOn, lampScenario, mend } from "./testing/lamp.ts";
import { TestClock } from "./testing/test-clock.ts";

const setUp = (answer: ScriptedRule["answer"]) => {
  const clock = new TestClock();
  const events: EventBody[] = [];
  const interruption = new AbortController();
  const machine = new ScriptedMachine("house", { rules: [{ match: "lamp", answer }] });
  const run: RunContext = {
    plan: planOf(lampScenario()),
    procedureId: "switch",
    procedure: procedure({ title: "Switch", summary: "Near.", steps: [mend] }),
    rig: {
      machines: new Map([["house", machine]]),
      facts: { engine: "scripted", imageDigest: "scripted" },
      resolveAddress: () => "192.0.2.7",
      stop: async () => {},
    },
    clock,
    signal: interruption.signal,
    emit: (event) => events.push(event),
    seenRed: new Set(),
    counted: new Map(),
  };
  return { run, clock, events, machine, interruption };
};

const at = { procedure: "switch", phase: "steady" } as const;
const types = (events: readonly EventBody[]) => events.map(({ type }) => type);

describe("a check that is waited for", () => {
  test("holds at once: one try, no wait, one event", async () => {
    const { run, clock, events } = setUp({ stdout: "on\n" });
    const awaited = await awaitCheck(run, at, isOn, deadline(clock, 10_000));
    expect(awaited).toMatchObject({ tries: 1, waitedMs: 0, outcome: { ok: true } });
    expect(clock.pauses).toEqual([]);
    expect(types(events)).toEqual(["check-ended"]);
  });

  test("comes true: said once that it is waited for, then how long it took", async () => {
    let tries = 0;
    const { run, clock, events } = setUp(() => ({ stdout: ++tries < 4 ? "off\n" : "on\n" }));
    const awaited = await awaitCheck(run, at, isOn, deadline(clock, 10_000));
    expect(awaited).toMatchObject({ tries: 4, waitedMs: 237.5, outcome: { ok: true } });
    expect(types(events)).toEqual(["check-waiting", "check-ended"]);
    expect(events[0]).toMatchObject({ withinMs: 10_000, outcome: { got: "exit 0: off" } });
  });

  test("never comes true: pauses grow from 50 ms to 500 ms, and the deadline is honoured", async () => {
    const { run, clock } = setUp({ stdout: "off\n" });
    const awaited = await awaitCheck(run, at, isOn, deadline(clock, 5000));
    expect(clock.pauses.slice(0, 7).map(Math.round)).toEqual([50, 75, 113, 169, 253, 380, 500]);
    expect(Math.max(...clock.pauses)).toBe(500);
    expect(awaited.outcome.ok).toBe(false);
    expect(awaited.waitedMs).toBe(5000);
    expect(awaited.tries).toBe(clock.pauses.length + 1);
  });

  test.each([0, 3, 40, 90, 700])("looks of %d ms: never more than 100 ms too late", async (tookMs) => {
    const { run, clock } = setUp(({ timeoutMs }) => {
      clock.pass(Math.min(tookMs, timeoutMs));
      return tookMs > timeoutMs ? { timedOut: true, signal: "SIGKILL" } : { stdout: "off\n" };
    });
    const awaited = await awaitCheck(run, at, isOn, deadline(clock, 2000));
    expect(awaited.waitedMs).toBeGreaterThanOrEqual(2000);
    expect(awaited.waitedMs).toBeLessThanOrEqual(2100);
  });

  test("the last look begins early enough to end in time", async () => {
    const { run, clock } = setUp(({ timeoutMs }) => {
      clock.pass(Math.min(150, timeoutMs));
      if (timeoutMs < 150) return { timedOut: true, signal: "SIGKILL" };
      return { stdout: clock.monotonicMs() > 1900 ? "on\n" : "off\n" };
    });
    const awaited = await awaitCheck(run, at, isOn, deadline(clock, 2000));
    expect(awaited.outcome.ok).toBe(true);
  });

  test("no time is left: it is looked at all the same, for 100 ms", async () => {
    const { run, clock, machine } = setUp({ stdout: "on\n" });
    const until = deadline(clock, 1000);
    clock.pass(1000);
    expect(await awaitCheck(run, at, isOn, until)).toMatchObject({ tries: 1, outcome: { ok: true } });
    expect(machine.executed[0]?.timeoutMs).toBe(100);
  });
});

describe("a look that the deadline cuts off", () => {
  /** Off, until it takes longer than there is time. */
  const hangsAtTheEnd = () => {
    const setting = setUp(({ timeoutMs }) => {
      if (setting.clock.monotonicMs() < 900) return { stdout: "on\n" };
      setting.clock.pass(timeoutMs);
      return { timedOut: true, signal: "SIGKILL" };
    });
    return setting;
  };

  test("is not what was seen last", async () => {
    const { run, clock } = hangsAtTheEnd();
    const isBlue = { ...isOn, negated: true };
    const awaited = await awaitCheck(run, at, isBlue, deadline(clock, 1000));
    expect(awaited.outcome).toMatchObject({ ok: false, got: "exit 0: on" });
  });

  test("does not make a check true that holds when its probe fails", async () => {
    const { run, clock } = hangsAtTheEnd();
    const isOut = fails(isOn, "the lamp is out");
    expect((await awaitCheck(run, at, isOut, deadline(clock, 1000))).outcome.ok).toBe(false);
  });

  test("and was the only one: told as it is, and red even for such a check", async () => {
    const { run, clock } = setUp(({ timeoutMs }) => {
      clock.pass(timeoutMs);
      return { timedOut: true, signal: "SIGKILL", durationMs: timeoutMs };
    });
    const isOut = fails(isOn, "the lamp is out");
    const { outcome } = await awaitCheck(run, at, isOut, deadline(clock, 1000));
    expect(outcome).toMatchObject({ ok: false });
    expect(outcome.got).toMatch(/^no end within its time limit \(killed after 1000 ms\)/);
  });
});

describe("interruption", () => {
  test("ends a look at once", async () => {
    const { run, clock, interruption } = setUp(() => new Promise(() => {}));
    setImmediate(() => interruption.abort());
    await expect(awaitCheck(run, at, isOn, deadline(clock, 10_000))).rejects.toThrow(InterruptedError);
  });

  test("ends the pause between two looks at once", async () => {
    const { run, clock, interruption } = setUp({ stdout: "off\n" });
    const emit = () => interruption.abort();
    const waiting = awaitCheck({ ...run, emit }, at, isOn, deadline(clock, 10_000));
    await expect(waiting).rejects.toThrow(InterruptedError);
    expect(clock.pauses).toEqual([]);
  });
});
