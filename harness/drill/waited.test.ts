import { expect, test } from "vitest";
import { drillLamp } from "./testing/drill-lamp.ts";
import { all } from "./testing/read-drill.ts";
import { TestClock } from "./testing/test-clock.ts";

test("a start that waits for room says so, and the wait is in no measured time", async () => {
  const clock = new TestClock();
  const why = 'memory: 2860 MB are needed, and 1000 MB are left by process 12 ("other")';
  const drill = await drillLamp({
    clock,
    wrapHost: (host) => ({
      ...host,
      start: async (rig, options) => {
        options.onProgress?.(`waiting for ${why}`);
        clock.pass(90_000);
        options.onWaited?.(why, 90_000);
        clock.pass(700);
        return await host.start(rig, options);
      },
    }),
  });
  expect(drill.verdict).toBe("verified");
  expect(drill.events).toContainEqual({
    ...{ type: "progress", procedure: "switch" },
    line: `waiting for ${why}`,
  });
  expect(all(drill, "waited")).toEqual([
    { type: "waited", procedure: "switch", for: why, durationMs: 90_000 },
  ]);
  expect(all(drill, "machine-ready").map(({ readyMs }) => readyMs)).toEqual([700]);
});
