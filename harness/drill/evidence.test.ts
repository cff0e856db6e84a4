import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MachineError } from "#harness/errors.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { all } from "./testing/read-drill.ts";
import { answersWrong } from "./testing/wrong-rules.ts";

describe("evidence", () => {
  test("is saved before the machines are removed", async () => {
    const drill = await drillLamp({ rules: [answersWrong("night")] });
    const file = join(drill.reportDir, "evidence", "switch-house.log");
    expect(all(drill, "evidence-collected")).toMatchObject([{ machine: "house", file }]);
    expect(readFileSync(file, "utf8")).toContain("boot 1");
    const types = drill.events.map(({ type }) => type);
    expect(types.indexOf("failure")).toBeLessThan(types.indexOf("evidence-collected"));
  });

  test("a machine without logs leaves the reason in their place", async () => {
    const drill = await drillLamp({
      wrapHost: (host) => ({
        ...host,
        start: async (...args) => {
          const rig = await host.start(...args);
          for (const machine of rig.machines.values()) {
            machine.logs = () => Promise.reject(new MachineError("house: the machine is gone"));
          }
          return rig;
        },
      }),
    });
    expect(drill.verdict).toBe("verified");
    expect(readFileSync(join(drill.reportDir, "evidence", "switch-house.log"), "utf8")).toBe(
      "no logs: house: the machine is gone\n",
    );
  });
});

test("a report holds nothing but the evidence until a journal is written", async () => {
  expect(readdirSync((await drillLamp()).reportDir)).toEqual(["evidence"]);
});
