import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ProbeLoop } from "./sampling.ts";

/** When each question was asked, on the clock of the test. */
const asked: { readonly name: string; readonly atMs: number }[] = [];
let startMs = 0;
/** Notes the question, and is never answered. */
const ask = (name: string): Promise<never> => {
  asked.push({ name, atMs: performance.now() - startMs });
  return new Promise<never>(() => {});
};

beforeEach(() => {
  asked.length = 0;
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  startMs = performance.now();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const probeLoop = (...names: string[]) =>
  new ProbeLoop(
    names.map((id) => ({ id, together: true, ask: () => ask(id) })),
    100,
    () => {},
  );
const times = (name: string) => asked.filter((one) => one.name === name).map(({ atMs }) => atMs);

test("probes are sent on a grid, together, until they are stopped", async () => {
  const sampling = probeLoop("one", "two");
  await vi.advanceTimersByTimeAsync(450);
  expect(times("one")).toEqual([0, 100, 200, 300, 400]);
  expect(times("two")).toEqual(times("one"));
  sampling.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(times("one")).toHaveLength(5);
  expect(vi.getTimerCount()).toBe(0);
});

test("a late timer does not shift the ones after it, and what was missed is not made up for", async () => {
  let stoodStillMs = 0;
  const timersMs = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => timersMs() + stoodStillMs);
  const sampling = probeLoop("one");
  await vi.advanceTimersByTimeAsync(50);
  // The timer of 100 ms fires at 330.
  stoodStillMs = 230;
  await vi.advanceTimersByTimeAsync(300);
  expect(times("one")).toEqual([0, 330, 400, 500]);
  sampling.stop();
});

test("a server that hangs has ten questions under way at most", async () => {
  const sampling = probeLoop("one");
  await vi.advanceTimersByTimeAsync(5000);
  expect(times("one")).toHaveLength(10);
  sampling.stop();
});
