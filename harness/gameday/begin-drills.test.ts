import { expect, test } from "vitest";
import { lampScenario } from "../drill/testing/lamp.ts";
import { planOf } from "../plan/testing/plan-of.ts";
import type { ScenarioFields } from "../scenario/scenario.ts";
import { beginDrills } from "./begin-drills.ts";

const lamp = (id: string, parts: Partial<ScenarioFields> = {}) => planOf(lampScenario({ ...parts, id }));
const [porch, attic, cellar] = [lamp("porch"), lamp("attic"), lamp("cellar")] as const;

/** Begins drills that end when the test ends them. */
const begin = (plans: readonly (typeof porch)[], options: { jobs: number; limitMs?: number }) => {
  const begun: string[] = [];
  const stop = new AbortController();
  const ends = new Map<string, PromiseWithResolvers<string>>();
  const signals = new Map<string, AbortSignal>();
  const drills = beginDrills(plans, {
    ...{ lastTimes: { porch: 1000, attic: 2000, cellar: 3000 }, signal: stop.signal, limitMs: 60_000 },
    ...options,
    onBegin: ({ scenario }) => begun.push(scenario.id),
    drill: ({ scenario: { id } }, signal) => {
      const end = Promise.withResolvers<string>();
      ends.set(id, end);
      signals.set(id, signal);
      return end.promise;
    },
  });
  return { begun, stop, ends, signals, drills };
};

test("one at a time, drills run in the order of the game day", async () => {
  const { begun, ends, drills } = begin([porch, attic, cellar], { jobs: 1 });
  expect(begun).toEqual(["porch"]);
  ends.get("porch")?.resolve("good");
  expect(await drills.get(porch)).toBe("good");
  await expect.poll(() => begun).toEqual(["porch", "attic"]);
});

test("side by side, the longest is begun first, and each result is its own drill's", async () => {
  const { begun, ends, drills } = begin([porch, attic, cellar], { jobs: 2 });
  expect(begun).toEqual(["cellar", "attic"]);
  ends.get("attic")?.resolve("dark");
  ends.get("cellar")?.resolve("damp");
  expect(await drills.get(cellar)).toBe("damp");
  expect(await drills.get(attic)).toBe("dark");
  await expect.poll(() => begun).toEqual(["cellar", "attic", "porch"]);
});

test("a drill that cannot be run is an error of its own, and the others are drilled", async () => {
  const { ends, drills } = begin([porch, attic], { jobs: 1 });
  ends.get("porch")?.reject(new Error("no report can be written"));
  await expect(drills.get(porch)).rejects.toThrow("no report can be written");
  await expect.poll(() => ends.get("attic")).toBeDefined();
  ends.get("attic")?.resolve("good");
  expect(await drills.get(attic)).toBe("good");
});

test("a drill that hangs is ended, and told as that", async () => {
  const { begun, signals, drills } = begin([porch, attic], { jobs: 1, limitMs: 20 });
  await expect(drills.get(porch)).rejects.toThrow("the drill has not ended within 0.02 s");
  expect(signals.get("porch")?.aborted).toBe(true);
  await expect.poll(() => begun).toEqual(["porch", "attic"]);
});

test("after an interruption no other is begun, and each of those says so", async () => {
  const { begun, stop, ends, signals, drills } = begin([porch, attic], { jobs: 1 });
  stop.abort();
  expect(signals.get("porch")?.aborted).toBe(true);
  ends.get("porch")?.resolve("interrupted");
  expect(await drills.get(porch)).toBe("interrupted");
  await expect(drills.get(attic)).rejects.toThrow("interrupted before it was begun");
  expect(begun).toEqual(["porch"]);
});

test("a scenario that must be alone is drilled after the others", async () => {
  const first = lamp("porch", { alone: "it counts milliseconds" });
  const { begun, ends } = begin([first, attic], { jobs: 2 });
  expect(begun).toEqual(["attic"]);
  ends.get("attic")?.resolve("good");
  await expect.poll(() => begun).toEqual(["attic", "porch"]);
});
