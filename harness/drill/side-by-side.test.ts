import { describe, expect, test } from "vitest";
import type { ScriptedRule, ScriptedStore } from "../../test/scripted/rig-host.ts";
import { JobSlots } from "../cli/jobs/job-slots.ts";
import { HostNotReadyError, MachineError } from "../errors.ts";
import { recordOf } from "../journal/drill-record.ts";
import type { JournalEvent } from "../journal/events.ts";
import { procedureOf } from "../journal/procedure-of.ts";
import type { RigHost } from "../machines/rig-host.ts";
import { drillLamp, type LampDrill, type LampOptions } from "./testing/drill-lamp.ts";
import { lampScenario } from "./testing/lamp.ts";
import { all, isCleanedUp } from "./testing/read-drill.ts";
import { answersWrong } from "./testing/wrong-rules.ts";

const procedures = ["switch", "candle", "lantern"];
const { candle, ...usual } = lampScenario().procedures;
const scenario = lampScenario({
  procedures: { ...usual, ...(candle === undefined ? {} : { candle, lantern: candle }) },
});

/** In a slot itself, as a command runs it. */
const drill = (options: LampOptions = {}, count = 3): Promise<LampDrill> => {
  const slots = new JobSlots(count);
  return slots.run(() => drillLamp({ scenario, procedures, slots, ...options }));
};

/** The night of each lasts until so many have begun; what is too few would wait for ever. */
const nightOf = (count: number): ScriptedRule => {
  const met = Promise.withResolvers<void>();
  let there = 0;
  return {
    match: "night",
    answer: async () => {
      there += 1;
      if (there >= count) met.resolve();
      await met.promise;
      return {};
    },
  };
};

const verdicts = (one: LampDrill) =>
  recordOf(one.events.map((event) => ({ ...event, atMs: 0, sinceMs: 0 }) as JournalEvent)).procedures.map(
    ({ id, ended }) => [id, ended?.verdict],
  );

/** Which procedures had begun, and which had ended, when the last one began. */
const when = (one: LampDrill, id: string) => {
  const at = one.events.findIndex((event) => event.type === "procedure-started" && event.procedure === id);
  const before = one.events.slice(0, at);
  const of = (type: "procedure-started" | "procedure-ended") =>
    before.flatMap((event) => (event.type === type ? [event.procedure] : []));
  return { begun: of("procedure-started"), ended: of("procedure-ended") };
};

describe("procedures side by side", () => {
  test("each on machines of its own, all at once where there are slots", async () => {
    const one = await drill({ rules: [nightOf(3)] });
    expect(one.verdict).toBe("verified");
    expect(all(one, "drill-started")).toMatchObject([{ procedures, atOnce: 3 }]);
    expect(when(one, "lantern")).toEqual({ begun: ["switch", "candle"], ended: [] });
    expect(one.machines).toHaveLength(3);
    await isCleanedUp(one);
  });

  test("every event of one tells which it is", async () => {
    const one = await drill({ rules: [nightOf(3)] });
    const begun = one.events.findIndex(({ type }) => type === "procedure-started");
    const untold = one.events.slice(begun).filter((event) => procedureOf(event) === undefined);
    expect(untold.map(({ type }) => type)).toEqual(["drill-ended"]);
  });

  test("a record has each as it went, in the order of the scenario", async () => {
    const events = (await drill({ rules: [nightOf(3)] })).events.map(
      (event) => ({ ...event, atMs: 0, sinceMs: 0 }) as JournalEvent,
    );
    const [alone] = recordOf(
      (await drillLamp({ scenario })).events.map((event) => ({ ...event, atMs: 0, sinceMs: 0 })),
    ).procedures;
    const record = recordOf(events);
    expect(record.procedures.map(({ id }) => id)).toEqual(procedures);
    for (const { phases, ended } of record.procedures) {
      expect(phases.map(({ phase, ok }) => [phase, ok])).toEqual(
        alone?.phases.map(({ phase, ok }) => [phase, ok]),
      );
      expect(phases.map(({ steps, checks }) => [steps.length, checks.length])).toEqual(
        alone?.phases.map(({ steps, checks }) => [steps.length, checks.length]),
      );
      expect(ended?.verdict).toBe("verified");
    }
  });

  test("no more than there are slots", async () => {
    const one = await drill({}, 2);
    expect(all(one, "drill-started")).toMatchObject([{ atOnce: 2 }]);
    expect(when(one, "candle").ended).toEqual([]);
    expect(when(one, "lantern").ended).toHaveLength(1);
    await isCleanedUp(one);
  });

  test("without slots one after the other, and the journal says nothing of it", async () => {
    const one = await drillLamp({ scenario, procedures });
    expect(all(one, "drill-started")[0]).not.toHaveProperty("atOnce");
    expect(when(one, "lantern").ended).toEqual(["switch", "candle"]);
  });

  test("one that fails keeps no other from its end", async () => {
    const one = await drill({ rules: [answersWrong("night", 1)] });
    expect(one.verdict).toBe("failed");
    const ends = verdicts(one).map(([, verdict]) => verdict);
    expect(ends.toSorted()).toEqual(["failed", "verified", "verified"]);
    await isCleanedUp(one);
  });

  test("one that is skipped is told in its turn", async () => {
    const skipped = candle === undefined ? {} : { candle: { ...candle, notOn: { container: "no candles" } } };
    const one = await drill({
      scenario: { ...scenario, procedures: { ...scenario.procedures, ...skipped } },
      rules: [nightOf(2)],
    });
    expect(verdicts(one)).toEqual([
      ["switch", "verified"],
      ["candle", "skipped"],
      ["lantern", "verified"],
    ]);
  });

  test("what would stop all of them stops what has not begun", async () => {
    const notReady = { rig: { fail: { start: new HostNotReadyError("too little memory") } } };
    const one = await drill(notReady, 2);
    expect(one).toMatchObject({ verdict: "unknown", exitCode: 69 });
    const told = all(one, "procedure-ended").map(({ procedure, reason }) => [procedure, reason]);
    expect(told).toEqual([
      ["switch", undefined],
      ["candle", undefined],
      ["lantern", "not begun: what stopped switch would stop it, too: too little memory"],
    ]);
  });

  test("an interruption ends all that run in order, and begins no other", async () => {
    const one = await drill(
      {
        rules: [{ match: "night", answer: () => new Promise(() => {}) }],
        onEvent: (event, { interrupt }) => {
          const isNight = event.type === "step-started" && event.at.phase === "endurance";
          if (isNight && event.at.procedure === "candle") setImmediate(interrupt);
        },
      },
      2,
    );
    expect(one).toMatchObject({ verdict: "interrupted", exitCode: 130 });
    expect(verdicts(one)).toEqual([
      ["switch", "interrupted"],
      ["candle", "interrupted"],
    ]);
    await isCleanedUp(one);
  });

  test("what no verdict describes begins no other, and the host is closed when all have ended", async () => {
    const log: string[] = [];
    const wrapHost = (host: RigHost): RigHost => ({
      ...host,
      [Symbol.asyncDispose]: async () => {
        log.push("closed");
        await host[Symbol.asyncDispose]();
      },
    });
    const one = await drill(
      {
        wrapHost,
        onEvent: (event) => {
          if (event.type !== "procedure-ended") return;
          log.push(event.procedure);
          // The first to end: which of the two that is depends on the machine.
          if (log.length === 1) throw new TypeError("the journal cannot be written");
        },
      },
      2,
    );
    expect(one.verdict).toBe("unknown");
    expect(log.toSorted()).toEqual(["candle", "closed", "switch"]);
    expect(log.at(-1)).toBe("closed");
  });
});

describe("procedures side by side from one faulted state", () => {
  const saving = (options: LampOptions = {}, store: ScriptedStore = new Map()) =>
    drill({ ...options, rig: { ...options.rig, states: store } });

  test("the first comes to the incident alone, then all recover at once", async () => {
    const one = await saving({ rules: [nightOf(3)] });
    expect(one.verdict).toBe("verified");
    const saved = one.events.findIndex((event) => event.type === "state-saved" && event.state === "faulted");
    const before = one.events.slice(0, saved).map(procedureOf);
    expect(new Set(before)).toEqual(new Set([undefined, "switch"]));
    expect(all(one, "started-from").map(({ procedure, of }) => [procedure, of])).toEqual([
      ["candle", "switch"],
      ["lantern", "switch"],
    ]);
    const faults = all(one, "phase-started").filter(({ at }) => at.phase === "fault");
    expect(faults.map(({ at }) => at.procedure)).toEqual(["switch"]);
    await isCleanedUp(one);
  });

  test("where the first does not come so far, the next does it, and the others wait for that", async () => {
    const one = await saving({ rules: [answersWrong("turn off", 1), nightOf(2)] });
    expect(verdicts(one).map(([, verdict]) => verdict)).toEqual(["not-reproduced", "verified", "verified"]);
    expect(when(one, "candle").ended).toEqual(["switch"]);
    expect(all(one, "started-from").map(({ procedure, state }) => [procedure, state])).toEqual([
      ["candle", "ready"],
      ["lantern", "faulted"],
    ]);
  });

  test("with --cold each has an incident of its own, from the beginning", async () => {
    const one = await saving({ cold: true, rules: [nightOf(3)] });
    expect(one.verdict).toBe("verified");
    expect(all(one, "started-from")).toEqual([]);
  });

  test("a saving that fails stops nothing else", async () => {
    const fail = { save: new MachineError("the disk of the host is full") };
    const one = await saving({ rig: { fail } });
    expect(one.verdict).toBe("unknown");
    expect(verdicts(one)).toHaveLength(3);
    await isCleanedUp(one);
  });
});
