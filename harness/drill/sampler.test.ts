import { expect, test } from "vitest";
import { ScriptedMachine } from "../../test/scripted/rig-host.ts";
import type { EventBody } from "../journal/events.ts";
import type { Sample } from "../machines/machine.ts";
import { planOf } from "../plan/testing/plan-of.ts";
import type { HttpProbe } from "../probes/http/value.ts";
import { check } from "../scenario/check.ts";
import type { RunContext } from "./context.ts";
import { type SampledSoFar, startSampling } from "./sampler.ts";
import { lampScenario } from "./testing/lamp.ts";
import { TestClock } from "./testing/test-clock.ts";

const request: HttpProbe = {
  kind: "http",
  machine: "house",
  url: ["http://192.0.2.7/"],
  method: "GET",
  timeoutMs: 1000,
  expect: { status: 200 },
};
const shines = check("it shines", request);

/** A sampling whose answers the test gives. */
const sampling = async (clock: TestClock, soFar?: SampledSoFar) => {
  const events: EventBody[] = [];
  let tell: (sample: Sample) => void = () => {};
  class House extends ScriptedMachine {
    override async sample(_probes: unknown, _intervalMs: number, onSample: (sample: Sample) => void) {
      tell = onSample;
      return { stop: async () => {} };
    }
  }
  const { rig } = lampScenario();
  const run = {
    plan: planOf(lampScenario({ rig: { ...rig, samples: [shines] } })),
    procedureId: "switch",
    rig: { machines: new Map([["house", new House("house")]]), resolveAddress: () => "" },
    clock,
    emit: (event: EventBody) => events.push(event),
    seenRed: new Set(),
    signal: new AbortController().signal,
  } as unknown as RunContext;
  const sampler = await startSampling(run, soFar);
  const samples = (ok: boolean, durationMs: number): void => {
    for (let ms = 0; ms < durationMs; ms += 100) {
      const status = ok ? 200 : 500;
      const seen = { kind: "http", outcome: "answered", status, headers: {}, body: "", error: "" } as const;
      tell({ id: "0", atMs: clock.nowMs(), observation: { ...seen, durationMs: 1 } });
      clock.pass(100);
    }
  };
  const outages = async () => {
    await sampler.stop();
    return events.flatMap((event) => (event.type === "outage-measured" ? [event.outage] : []));
  };
  return { sampler, samples, outages, events };
};

const lengths = (outages: readonly { fromMs: number; toMs?: number }[]) =>
  outages.map(({ fromMs, toMs = Number.NaN }) => toMs - fromMs);

test("the time in which the machines stood still belongs to no outage", async () => {
  const clock = new TestClock();
  clock.pass(10_000);
  const { sampler, samples, outages } = await sampling(clock);
  samples(true, 1000);
  samples(false, 2000);
  await sampler.standStill(async () => clock.pass(60_000));
  samples(false, 500);
  samples(true, 1000);
  // From the last right answer, 100 ms before the first wrong one, to the next right one.
  expect(lengths(await outages())).toEqual([2600]);
});

test("what is right before and after that is no outage", async () => {
  const clock = new TestClock();
  const { sampler, samples, outages } = await sampling(clock);
  samples(true, 1000);
  await sampler.standStill(async () => clock.pass(60_000));
  samples(true, 1000);
  expect(await outages()).toEqual([]);
});

test("who goes on from the saved machines begins with the outage as it was then", async () => {
  const clock = new TestClock();
  clock.pass(10_000);
  const first = await sampling(clock);
  first.samples(true, 1000);
  first.samples(false, 700);
  first.samples(true, 300);
  first.samples(false, 2000);
  const soFar = await first.sampler.standStill(async () => clock.pass(3000));
  clock.pass(100_000);
  const second = await sampling(clock, soFar);
  const goesOnMs = clock.nowMs();
  second.samples(false, 400);
  second.samples(true, 1000);
  const outages = await second.outages();
  // Those that had ended before count, too: the incident is the same one.
  expect(lengths(outages)).toEqual([800, 2500]);
  expect(outages.at(-1)).toMatchObject({ title: "it shines", fromMs: goesOnMs - 2100, toMs: goesOnMs + 400 });
});

test("what was never right before has been out since its sampling began", async () => {
  const clock = new TestClock();
  const first = await sampling(clock);
  first.samples(false, 1000);
  const soFar = await first.sampler.standStill(async () => clock.pass(3000));
  const second = await sampling(clock, soFar);
  second.samples(false, 400);
  second.samples(true, 500);
  expect(lengths(await second.outages())).toEqual([1400]);
});

test("the journal says how it is seen, from which machine, and what was asked", async () => {
  const clock = new TestClock();
  const { samples, outages, events } = await sampling(clock);
  samples(true, 300);
  samples(false, 200);
  await outages();
  const about = {
    type: "sample-changed",
    title: "it shines",
    machine: "house",
    probe: "GET http://192.0.2.7/",
  };
  expect(events).toMatchObject([
    { ...about, ok: true, seen: "right", sentMs: 0, got: "status 200" },
    { ...about, ok: false, seen: "wrong", sentMs: 300, got: "status 500" },
  ]);
});

test("a machine that is down when the sampling ends is told before anything is waited for", async () => {
  const clock = new TestClock();
  const { sampler, samples, events } = await sampling(clock);
  samples(true, 300);
  clock.pass(9000);
  void sampler.stop();
  expect(events).toMatchObject([{ seen: "right" }, { ok: false, seen: "missing", sentMs: 300 }]);
});

test("a check that came back with the last look of the drill is waited for, so that its outage ends", async () => {
  const clock = new TestClock();
  const { sampler, samples, outages } = await sampling(clock);
  samples(true, 500);
  samples(false, 1000);
  let waited = false;
  const right = sampler.untilRight().then(() => {
    waited = true;
  });
  await Promise.resolve();
  expect(waited).toBe(false);
  samples(true, 100);
  await right;
  expect(lengths(await outages())).toEqual([1100]);
});

test("a check that stays wrong is not waited for longer than a sample may take", async () => {
  const clock = new TestClock();
  const { sampler, samples, outages } = await sampling(clock);
  samples(true, 500);
  samples(false, 1000);
  await sampler.untilRight();
  expect(lengths(await outages())).toEqual([Number.NaN]);
});
