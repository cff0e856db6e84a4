import { describe, expect, test } from "vitest";
import type { ScriptedStore } from "../../test/scripted/rig-host.ts";
import { MachineError } from "../errors.ts";
import { recordOf } from "../journal/drill-record.ts";
import type { JournalEvent } from "../journal/events.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { phases } from "../phases/index.ts";
import { drillLamp, type LampDrill, type LampOptions } from "./testing/drill-lamp.ts";
import { all, isCleanedUp } from "./testing/read-drill.ts";
import { answersWrong, wrongFrom } from "./testing/wrong-rules.ts";

const both = ["switch", "candle"] as const;

const drill = (store: ScriptedStore, options: LampOptions = {}): Promise<LampDrill> =>
  drillLamp({ ...options, rig: { ...options.rig, states: store } });

/** What each procedure's own machines went through, and what they were told. */
const phasesOf = ({ events }: LampDrill, procedure: string): string[] =>
  events.flatMap((event) =>
    event.type === "phase-started" && event.at.procedure === procedure ? [event.at.phase] : [],
  );
const scripts = (one: LampDrill, machine: number): string[] =>
  one.machines[machine]?.executed.map(({ script }) => script) ?? [];
const names = phases.map(({ name }) => name);
const start = names.slice(0, names.indexOf("recovery"));
const end = names.slice(names.indexOf("recovery"));

describe("machines that were saved ready", () => {
  test("are saved once after set-up, by the first drill", async () => {
    const store: ScriptedStore = new Map();
    const first = await drill(store);
    expect(all(first, "state-saved")).toMatchObject([{ procedure: "switch", state: "ready" }]);
    expect(all(first, "started-from")).toEqual([]);
    expect([...store.keys()]).toEqual(["ready"]);
    const types = first.events.map(({ type }) => type);
    const prepared = first.events.findIndex((event) => event.type === "phase-ended");
    expect(types.indexOf("state-saved")).toBe(prepared + 1);
  });

  test("are taken up by the next drill: set-up is looked at, not done again", async () => {
    const store: ScriptedStore = new Map();
    await drill(store);
    const second = await drill(store);
    expect(second.verdict).toBe("verified");
    expect(all(second, "started-from")).toEqual([
      { type: "started-from", procedure: "switch", state: "ready" },
    ]);
    expect(all(second, "state-saved")).toEqual([]);
    expect(phasesOf(second, "switch")).toEqual([...start, ...end]);
    expect(scripts(second, 0).filter((script) => script === "turn on")).toHaveLength(1);
    expect(all(second, "phase-started")[0]).toMatchObject({
      at: { phase: "prepare" },
      total: 1,
      how: "looked-at",
    });
    expect(all(second, "step-started").some(({ at }) => at.phase === "prepare")).toBe(false);
    expect(second.events).toContainEqual(
      expect.objectContaining({
        type: "check-ended",
        at: { procedure: "switch", phase: "prepare" },
        outcome: expect.objectContaining({ title: "the lamp is on", ok: true }),
      }),
    );
  });

  test("and are not ready after all: unknown, and how to go on without them", async () => {
    const store: ScriptedStore = new Map();
    await drill(store);
    store.get("ready")?.get("house")?.notes.set("lamp", "off");
    const second = await drill(store);
    expect(second).toMatchObject({ verdict: "unknown", exitCode: 2 });
    expect(all(second, "failure")).toMatchObject([
      {
        at: { phase: "prepare" },
        headline: "the saved machines are not ready: prepare: a check does not hold",
        facts: { claimed: "the lamp is on", next: expect.stringContaining("npm run drill lamp -- --cold") },
      },
    ]);
    await isCleanedUp(second);
  });

  test("and turn out to be useless when they are started: it begins without them", async () => {
    const store: ScriptedStore = new Map();
    await drill(store);
    const wrapHost = (host: RigHost): RigHost => ({
      ...host,
      start: async (rig, options) => {
        if (options.from === undefined) return host.start(rig, options);
        store.delete(options.from);
        throw new MachineError("the file is cut short");
      },
    });
    const second = await drill(store, { wrapHost });
    expect(second.verdict).toBe("verified");
    expect(all(second, "started-from")).toEqual([]);
    expect(all(second, "progress").at(-1)?.line).toBe(
      "starting without the saved machines: the file is cut short",
    );
    expect([...store.keys()]).toEqual(["ready"]);
  });

  test("are left alone by a cold drill", async () => {
    const store: ScriptedStore = new Map();
    await drill(store);
    store.get("ready")?.get("house")?.notes.set("lamp", "off");
    const cold = await drill(store, { cold: true, procedures: both });
    expect(cold.verdict).toBe("verified");
    expect([...all(cold, "started-from"), ...all(cold, "state-saved")]).toEqual([]);
  });
});

describe("machines that were saved with the incident in them", () => {
  test("are what the next procedures begin with", async () => {
    const one = await drill(new Map(), { procedures: both });
    expect(one.verdict).toBe("verified");
    expect(all(one, "state-saved").map(({ state }) => state)).toEqual(["ready", "faulted"]);
    expect(all(one, "started-from")).toEqual([
      { type: "started-from", procedure: "candle", state: "faulted", of: "switch" },
    ]);
    expect(phasesOf(one, "switch")).toEqual([...start, ...end]);
    expect(phasesOf(one, "candle")).toEqual(end);
    expect(scripts(one, 1)).not.toContain("turn off");
    // Nor is asked again what they are.
    expect(scripts(one, 1).filter((script) => script.includes("uname"))).toEqual([]);
    expect(all(one, "machine-ready").map(({ versions }) => versions["kernel"])).toEqual(["6", "6"]);
    await isCleanedUp(one);
  });

  test("what was counted and seen red before is known to those who begin with them", async () => {
    const one = await drill(new Map(), {
      procedures: both,
      // Counted before the fault, and by the end of the first procedure; lost in the second one only.
      rules: [wrongFrom("books", 3, { stdout: "atlas\n" })],
    });
    expect(all(one, "failure")).toMatchObject([
      { at: { procedure: "candle" }, headline: "1 of 2 books are lost" },
    ]);
    expect(all(one, "check-unproven").map(({ procedure, title }) => [procedure, title])).toEqual([
      ["switch", "the house stands"],
      ["candle", "the house stands"],
    ]);
  });

  test("are there for the others, too, when the first procedure fails", async () => {
    const one = await drill(new Map(), { procedures: both, without: { fault: false, steps: [1] } });
    expect(all(one, "procedure-ended").map(({ verdict }) => verdict)).toEqual(["failed", "failed"]);
    expect(all(one, "started-from")).toHaveLength(1);
  });

  test("are not saved where there is no incident: without the fault, each begins with what is ready", async () => {
    const one = await drill(new Map(), { procedures: both, without: { fault: true, steps: [] } });
    expect(one.verdict).toBe("not-reproduced");
    expect(all(one, "state-saved").map(({ state }) => state)).toEqual(["ready"]);
    expect(all(one, "started-from").map(({ state }) => state)).toEqual(["ready"]);
    const faults = all(one, "phase-ended").filter(({ at }) => at.phase === "fault");
    expect(faults.map(({ how }) => how)).toEqual(["left-out", "left-out"]);
  });

  test("are saved by whichever procedure first comes so far", async () => {
    const one = await drill(new Map(), {
      procedures: both,
      rules: [answersWrong("turn off", 1)],
    });
    expect(all(one, "procedure-ended").map(({ verdict }) => verdict)).toEqual(["not-reproduced", "verified"]);
    // The last one saves nothing: nobody comes after it.
    expect(all(one, "state-saved").map(({ state }) => state)).toEqual(["ready"]);
  });

  test("end with the host", async () => {
    const store: ScriptedStore = new Map();
    await drill(store, { procedures: both });
    expect([...store.keys()]).toEqual(["ready"]);
  });

  test("a record finds the phases of the procedure that came so far", async () => {
    const one = await drill(new Map(), { procedures: both });
    const events = one.events.map((event) => ({ ...event, atMs: 0, sinceMs: 0 }) as JournalEvent);
    const [first, second] = recordOf(events).procedures;
    expect(second?.origin).toBe(first);
  });
});

describe("saving that goes wrong", () => {
  const fail = { save: new MachineError("the disk of the host is full") };

  test("is told as what it is, with everything cleaned up", async () => {
    const one = await drill(new Map(), { rig: { fail } });
    expect(one).toMatchObject({ verdict: "unknown", exitCode: 2 });
    expect(all(one, "failure")).toMatchObject([{ headline: "the disk of the host is full" }]);
    await isCleanedUp(one);
  });

  test("an interruption meanwhile ends the drill in order", async () => {
    const one = await drill(new Map(), {
      procedures: both,
      onEvent: (event, { interrupt }) => {
        if (event.type === "phase-ended" && event.at.phase === "symptoms") interrupt();
      },
    });
    expect(one).toMatchObject({ verdict: "interrupted", exitCode: 130 });
    await isCleanedUp(one);
  });
});
