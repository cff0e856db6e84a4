import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { MachineError } from "../errors.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { lampScenario } from "./testing/lamp.ts";
import { all, isCleanedUp } from "./testing/read-drill.ts";
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

  const withLogs = (text: () => Promise<string>) => (host: RigHost) => ({
    ...host,
    start: async (...args: Parameters<RigHost["start"]>) => {
      const rig = await host.start(...args);
      for (const machine of rig.machines.values()) machine.logs = text;
      return rig;
    },
  });

  test("has no secret in it, and is for its owner alone", async () => {
    const logs = "mcns: password=hunter2\nAuthorization: Basic YWJj\nlistening on :53\n";
    const drill = await drillLamp({ wrapHost: withLogs(() => Promise.resolve(logs)) });
    const file = join(drill.reportDir, "evidence", "switch-house.log");
    expect(readFileSync(file, "utf8")).toBe(
      "mcns: password=[redacted]\nAuthorization: [redacted]\nlistening on :53\n",
    );
    expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test("that cannot be written is told, and costs neither the verdict nor the clean-up", async () => {
    // A name that no file system takes.
    const id = "x".repeat(300);
    const usual = lampScenario().procedures["switch"];
    if (usual === undefined) throw new Error("the lamp has no switch");
    const drill = await drillLamp({
      scenario: lampScenario({ procedures: { [id]: usual } }),
      procedures: [id],
    });
    expect(drill.verdict).toBe("verified");
    expect(all(drill, "progress").map(({ line }) => line)).toContainEqual(
      expect.stringMatching(/^the logs of house could not be collected: ENAMETOOLONG/),
    );
    await isCleanedUp(drill);
  });

  test("a machine without logs leaves the reason in their place", async () => {
    const drill = await drillLamp({
      wrapHost: withLogs(() => Promise.reject(new MachineError("house: the machine is gone"))),
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
