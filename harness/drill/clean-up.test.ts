import { describe, expect, test } from "vitest";
import { MachineError } from "../errors.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { all } from "./testing/read-drill.ts";
import { answersWrong, dies } from "./testing/wrong-rules.ts";

describe("clean-up", () => {
  const left = new MachineError("not everything of the rig could be removed", {
    got: "DELETE /networks/lan: in use",
    next: "npm run drill clean",
  });
  const headline =
    "not everything of the rig could be removed (DELETE /networks/lan: in use); npm run drill clean";

  test("what it cannot do is reported beside the verdict, never instead of it", async () => {
    for (const [rules, verdict] of [
      [[], "verified"],
      [[answersWrong("night")], "failed"],
    ] as const) {
      const drill = await drillLamp({ rules, rig: { fail: { stop: left } } });
      expect(drill.verdict).toBe(verdict);
      // The rig, and then the host that closes it.
      expect(all(drill, "cleanup-failed")[0]).toEqual({
        type: "cleanup-failed",
        procedure: "switch",
        headline,
      });
      expect(all(drill, "phase-ended").at(-1)).toMatchObject({ at: { phase: "clean-up" }, ok: false });
    }
  });

  test("the host is closed after everything else, whatever happened", async () => {
    const order: string[] = [];
    const wrapHost = (host: RigHost): RigHost => ({
      ...host,
      [Symbol.asyncDispose]: async () => {
        order.push("closed");
        throw left;
      },
    });
    const drill = await drillLamp({
      wrapHost,
      rules: [dies("night")],
      onEvent: ({ type }) => order.push(type),
    });
    expect(drill.verdict).toBe("unknown");
    expect(order.slice(-4)).toEqual(["procedure-ended", "closed", "cleanup-failed", "drill-ended"]);
  });

  test("--keep leaves the machines, and says so", async () => {
    const drill = await drillLamp({ keep: true });
    expect(drill.verdict).toBe("verified");
    expect(all(drill, "kept")).toEqual([
      { type: "kept", procedure: "switch", machines: ["house"], label: "lamp-switch" },
    ]);
    expect(all(drill, "phase-ended").some(({ at }) => at.phase === "clean-up")).toBe(false);
  });
});
