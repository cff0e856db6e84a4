import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MachineError } from "../errors.ts";
import { phases } from "../phases/index.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { all, isCleanedUp, phasesOf } from "./testing/read-drill.ts";

describe("interruption", () => {
  test.each(phases.map(({ name }) => name))(
    "in %s: no later phase, no evidence, clean-up done",
    async (phase) => {
      const drill = await drillLamp({
        onEvent: (event, { interrupt }) => {
          if (event.type === "phase-started" && event.at.phase === phase) interrupt();
        },
      });
      expect(drill).toMatchObject({ verdict: "interrupted", exitCode: 130 });
      expect(phasesOf(drill).at(-1)).toBe(phase);
      expect(all(drill, "failure")).toMatchObject([{ code: "interrupted", at: { phase } }]);
      expect(existsSync(join(drill.reportDir, "evidence"))).toBe(false);
      await isCleanedUp(drill);
    },
  );

  test("while the host is opened: nothing else is begun", async () => {
    const drill = await drillLamp({
      onEvent: (event, { interrupt }) => {
        if (event.type === "drill-started") interrupt();
      },
    });
    expect(drill).toMatchObject({ verdict: "interrupted", exitCode: 130 });
    expect(drill.machines).toEqual([]);
  });

  test("a host that fails because it was interrupted is not a host that failed", async () => {
    const drill = await drillLamp({
      onEvent: (event, { interrupt }) => {
        if (event.type === "drill-started") interrupt();
      },
      openHost: () => Promise.reject(new MachineError("dockerd ended with SIGINT")),
    });
    expect(drill).toMatchObject({ verdict: "interrupted", exitCode: 130 });
    expect(all(drill, "failure")).toEqual([]);
  });

  test("in clean-up: it goes on to its end, and no further procedure begins", async () => {
    const drill = await drillLamp({
      procedures: ["switch", "candle"],
      onEvent: (event, { interrupt }) => {
        if (event.type === "evidence-collected") interrupt();
      },
    });
    expect(drill).toMatchObject({ verdict: "interrupted", exitCode: 130 });
    expect(all(drill, "procedure-started")).toHaveLength(1);
    await isCleanedUp(drill);
  });

  test("a command that hangs does not hold it up", async () => {
    const drill = await drillLamp({
      rules: [{ match: "night", answer: () => new Promise(() => {}) }],
      onEvent: (event, { interrupt }) => {
        if (event.type === "step-started" && event.at.phase === "endurance") setImmediate(interrupt);
      },
    });
    expect(drill).toMatchObject({ verdict: "interrupted", exitCode: 130 });
    await isCleanedUp(drill);
  });
});
