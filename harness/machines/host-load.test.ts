import { expect, test } from "vitest";
import { HostLoad, limitAt, runningIn } from "./host-load.ts";

/** A host with two processors whose load and clock the test sets. */
const makeHost = () => {
  const host = { running: 1 as number | undefined, nowMs: 0 };
  const load = new HostLoad({
    running: () => host.running,
    processors: 2,
    monotonicMs: () => host.nowMs,
  });
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 200) {
      host.nowMs += Math.min(200, left);
      load.look();
    }
  };
  return { host, load, pass };
};

test("on an idle host time is as on any clock", () => {
  const { load, pass } = makeHost();
  pass(10_000);
  expect(load.slowdown()).toBe(1);
  expect(load.patientMs()).toBeCloseTo(10_000);
});

test("with four times as many busy processes as processors, time goes a quarter as fast", () => {
  const { host, load, pass } = makeHost();
  host.running = 8;
  pass(20_000);
  expect(load.slowdown()).toBeCloseTo(4, 1);
  const before = load.patientMs();
  pass(10_000);
  expect(load.patientMs() - before).toBeCloseTo(2500, -2);
  host.running = 1;
  pass(20_000);
  expect(load.slowdown()).toBeCloseTo(1, 1);
});

test("a time too short for a look goes by, too", () => {
  const { host, load } = makeHost();
  host.nowMs += 30;
  expect(load.patientMs()).toBeCloseTo(30);
});

test("a moment does not count as load, and no load as more than twenty", () => {
  const { host, load, pass } = makeHost();
  host.running = 8;
  pass(200);
  expect(load.slowdown()).toBeLessThan(1.3);
  host.running = 4000;
  pass(60_000);
  expect(load.slowdown()).toBeCloseTo(20);
});

test("a host that does not tell its load counts as idle", () => {
  const { host, load, pass } = makeHost();
  host.running = undefined;
  pass(1000);
  expect(load.slowdown()).toBe(1);
});

test("a limit is whole milliseconds: execa refuses others", () => {
  expect(limitAt(2.0527, 600_000)).toBe(1_231_620);
  expect(limitAt(1.00001, 300)).toBe(301);
});

test("the processes that can run, as the kernel tells them", () => {
  expect(runningIn("15.10 15.57 12.89 3/1290 18241\n")).toBe(3);
  expect(runningIn("")).toBeUndefined();
});
