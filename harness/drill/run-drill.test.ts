import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HostNotReadyError, MachineError, ScenarioError } from "#harness/errors.ts";
import type { EventBody } from "#harness/journal/events.ts";
import type { RigHost } from "#harness/machines/rig-host.ts";
import type { ScriptedRule } from "#harness/machines/scripted.ts";
import { check } from "#harness/scenario/check.ts";
import { procedure } from "#harness/scenario/scenario.ts";
import { step } from "#harness/scenario/step.ts";
import { drillLamp, type LampDrill } from "./testing/drill-lamp.ts";
import { house, isOn, lampScenario, mend, turnOn } from "./testing/lamp.ts";

type EventOf<T extends EventBody["type"]> = Extract<EventBody, { readonly type: T }>;

const all = <T extends EventBody["type"]>(drill: LampDrill, type: T): EventOf<T>[] =>
  drill.events.filter((event): event is EventOf<T> => event.type === type);

const phasesOf = (drill: LampDrill): string[] => all(drill, "phase-started").map(({ at }) => at.phase);

const isCleanedUp = async (drill: LampDrill): Promise<void> => {
  expect(drill.events.at(-1)?.type).toBe("drill-ended");
  const cleanUps = all(drill, "phase-ended").filter(({ at }) => at.phase === "clean-up");
  expect(cleanUps).toHaveLength(drill.machines.length);
  for (const machine of drill.machines) {
    await expect(machine.readFile("/")).rejects.toMatchObject({ facts: { got: "the machine was stopped" } });
  }
};

const answersWrong = (match: string, times = Number.POSITIVE_INFINITY): ScriptedRule => {
  let left = times;
  return {
    match: ({ script }) => script === match && left-- > 0,
    answer: { exitCode: 1, stderr: "no\n" },
  };
};

/** From the nth time on that the command is given. */
const wrongFrom = (match: string, nth: number, answer: ScriptedRule["answer"]): ScriptedRule => {
  let seen = 0;
  return { match: ({ script }) => script === match && ++seen >= nth, answer };
};

const dies = (match: string): ScriptedRule => ({
  match,
  answer: () => {
    throw new MachineError("house: the channel to the machine ended");
  },
});

describe("a drill in which nothing goes wrong", () => {
  test("is verified, phase by phase", async () => {
    const drill = await drillLamp();
    expect(drill).toMatchObject({ verdict: "verified", exitCode: 0 });
    expect(phasesOf(drill)).toEqual([
      ...["prepare", "steady", "fault", "symptoms", "recovery", "checklist", "endurance", "losses"],
    ]);
    expect(all(drill, "phase-ended").map(({ at, ok }) => [at.phase, ok])).toEqual(
      [...phasesOf(drill), "clean-up"].map((phase) => [phase, true]),
    );
    expect(drill.events[0]).toMatchObject({ type: "drill-started", procedures: ["switch"], without: [] });
    await isCleanedUp(drill);
  });

  test("a check that was never red is called unproven, and no other", async () => {
    const drill = await drillLamp();
    expect(all(drill, "check-unproven")).toEqual([
      { type: "check-unproven", procedure: "switch", title: "the house stands" },
    ]);
  });

  test("what was red only while it was starting is unproven, too", async () => {
    const drill = await drillLamp({ rules: [answersWrong("house", 1)] });
    expect(drill.verdict).toBe("verified");
    expect(all(drill, "check-unproven").map(({ title }) => title)).toEqual(["the house stands"]);
  });

  test("every procedure has machines of its own, and the worst verdict counts", async () => {
    const candle = procedure({
      title: "Light a candle",
      summary: "There is none.",
      steps: [
        step("Light a candle", {
          why: "It is dark.",
          run: house.root.sh`candle`,
          verify: isOn,
          within: "1s",
        }),
      ],
    });
    const usual = procedure({ title: "Switch", summary: "It is near.", steps: [mend] });
    const drill = await drillLamp({
      scenario: lampScenario({ procedures: { candle, switch: usual } }),
      procedures: ["candle", "switch"],
      rules: [answersWrong("candle")],
    });
    expect(all(drill, "procedure-ended").map((one) => [one.procedure, one.verdict])).toEqual([
      ["candle", "failed"],
      ["switch", "verified"],
    ]);
    expect(drill).toMatchObject({ verdict: "failed", exitCode: 1 });
    expect(drill.machines).toHaveLength(2);
    await isCleanedUp(drill);
  });
});

type Wrong = Parameters<typeof drillLamp>[0] & {
  readonly name: string;
  readonly verdict: string;
  readonly phase: string;
  readonly says: string | RegExp;
  readonly facts?: Readonly<Record<string, unknown>>;
};

const failed = { verdict: "failed" };
const notReproduced = { verdict: "not-reproduced" };
const unknown = { verdict: "unknown" };
const no = "exit 1: no";

const wrongs: readonly Wrong[] = [
  {
    name: "a command of the set-up fails",
    rules: [answersWrong("turn on")],
    ...unknown,
    phase: "prepare",
    says: "the rig did not get ready: Light it: a command did not do what was expected",
    facts: { where: "lamp › switch › prepare › step 1", got: no },
  },
  {
    name: "the steady state does not hold",
    rules: [answersWrong("house")],
    ...unknown,
    phase: "steady",
    says: "the steady state does not hold before any fault: steady: a check does not hold",
    facts: { claimed: "the house stands", waited: expect.stringMatching(/^15\.0 s, \d+ tries$/) },
  },
  {
    name: "a command of the fault does something else",
    rules: [answersWrong("turn off")],
    ...notReproduced,
    phase: "fault",
    says: "Turn it off: a command did not do what was expected",
  },
  {
    name: "the fault has no effect",
    rules: [{ match: "turn off", answer: {} }],
    ...notReproduced,
    phase: "fault",
    says: "Turn it off: its verification did not come true",
    facts: { where: "lamp › switch › fault › step 1 › verify", expected: 'exit 0 and stdout that is "off"' },
  },
  {
    name: "the machine dies in the fault",
    rules: [dies("turn off")],
    ...unknown,
    phase: "fault",
    says: "house: the channel to the machine ended",
    facts: { where: "lamp › switch › fault › step 1" },
  },
  {
    name: "a symptom does not appear",
    rules: [{ match: "complaints", answer: { stdout: "all is well\n" } }],
    ...notReproduced,
    phase: "symptoms",
    says: "a symptom of the incident did not appear",
    facts: { claimed: "somebody complains", got: "exit 0: all is well" },
  },
  {
    name: "the fault breaks less than it should",
    scenario: lampScenario({ breaks: [isOn, check("the house stands", house.root.sh`house`)] }),
    ...notReproduced,
    phase: "symptoms",
    says: "the fault did not break what it should: the house stands",
  },
  {
    name: "a precondition of the recovery does not hold",
    rules: [answersWrong("whoami")],
    ...failed,
    phase: "recovery",
    says: "recovery: a check does not hold",
    facts: { claimed: "somebody is there" },
  },
  {
    name: "a command of the recovery fails",
    rules: [wrongFrom("turn on", 2, { exitCode: 1, stderr: "no\n" })],
    ...failed,
    phase: "recovery",
    says: "Turn it on: a command did not do what was expected",
    facts: { where: "lamp › switch › recovery › step 1", command: "turn on   (house, root)", got: no },
  },
  {
    name: "a step of the recovery has no effect",
    rules: [wrongFrom("turn on", 2, {})],
    ...failed,
    phase: "recovery",
    says: "Turn it on: its verification did not come true",
    facts: { waited: expect.stringMatching(/^10\.0 s, \d+ tries$/) },
  },
  {
    name: "the machine dies in the recovery",
    rules: [
      wrongFrom("turn on", 2, () => {
        throw new MachineError("house: the machine has ended");
      }),
    ],
    ...unknown,
    phase: "recovery",
    says: "house: the machine has ended",
    facts: { where: "lamp › switch › recovery › step 1" },
  },
  {
    name: "a check of the checklist is red",
    // Once in steady, once in the symptoms.
    rules: [wrongFrom("house", 3, { exitCode: 1, stderr: "no\n" })],
    ...failed,
    phase: "checklist",
    says: "checklist: a check does not hold",
    facts: { claimed: "the house stands", waited: expect.stringMatching(/^30\.0 s, \d+ tries$/) },
  },
  {
    name: "a step of the endurance fails",
    rules: [answersWrong("night")],
    ...failed,
    phase: "endurance",
    says: "Wait for the night: a command did not do what was expected",
  },
  {
    name: "the recovery does not last",
    rules: [wrongFrom("house", 4, { exitCode: 1, stderr: "no\n" })],
    ...failed,
    phase: "endurance",
    says: "endurance: a check does not hold",
  },
  {
    name: "something is lost that nobody declared",
    rules: [wrongFrom("books", 2, { stdout: "atlas\n" })],
    ...failed,
    phase: "losses",
    says: "1 of 2 books are lost",
    facts: { got: "1 kept; lost: dictionary" },
  },
  {
    name: "a declared loss did not happen",
    scenario: lampScenario({
      procedures: {
        switch: procedure({
          title: "Switch",
          summary: "Near.",
          steps: [mend],
          loses: { books: "they burn" },
        }),
      },
    }),
    ...failed,
    phase: "losses",
    says: "no books are lost, although the procedure says so",
    facts: { claimed: "they burn", got: "all 2 kept" },
  },
  {
    name: "what can be lost cannot be counted",
    rules: [answersWrong("books")],
    ...unknown,
    phase: "steady",
    says: "books cannot be counted",
    facts: { got: no },
  },
  {
    name: "our own code fails",
    rules: [
      {
        match: "night",
        answer: () => {
          throw new TypeError("cannot read properties of undefined");
        },
      },
    ],
    ...unknown,
    phase: "endurance",
    says: "drillbook itself failed: TypeError: cannot read properties of undefined",
    facts: { trace: expect.stringContaining("run-drill.test.ts") },
  },
  {
    name: "the machines do not start",
    rig: { fail: { start: new MachineError("house: the machine did not come up") } },
    ...unknown,
    phase: "prepare",
    says: "house: the machine did not come up",
    facts: { where: "lamp › switch › prepare" },
  },
  {
    name: "the image cannot be made",
    rig: { fail: { prepare: new MachineError("the build of the machine image failed") } },
    ...unknown,
    phase: "prepare",
    says: "the build of the machine image failed",
    facts: { where: "lamp › prepare" },
  },
];

describe("a drill in which something goes wrong", () => {
  test.each(wrongs)("$name: $verdict", async ({ name: _, verdict, phase, says, facts, ...options }) => {
    const drill = await drillLamp(options);
    const failures = all(drill, "failure");
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatchObject({ headline: says, at: { phase }, ...(facts ? { facts } : {}) });
    expect(drill).toMatchObject({ verdict, exitCode: verdict === "failed" ? 1 : 2 });
    expect(all(drill, "drill-ended")).toMatchObject([{ verdict }]);
    // Nothing of a later phase was begun.
    if (drill.machines.length > 0) expect(phasesOf(drill).at(-1)).toBe(phase);
    expect(all(drill, "evidence-collected")).toHaveLength(drill.machines.length);
    await isCleanedUp(drill);
  });

  test("a host that is not ready is told by the exit code, whenever it shows", async () => {
    const notReady = new HostNotReadyError("no container engine answers", { next: "start one" });
    const opened = await drillLamp({ openHost: () => Promise.reject(notReady) });
    const started = await drillLamp({ rig: { fail: { start: notReady } } });
    for (const drill of [opened, started]) {
      expect(drill).toMatchObject({ verdict: "unknown", exitCode: 69 });
      expect(all(drill, "failure")).toMatchObject([{ code: "host-not-ready", facts: { next: "start one" } }]);
    }
  });

  test("a scenario that is not valid reaches no machine", async () => {
    let opened = false;
    const drill = drillLamp({
      scenario: lampScenario({ checklist: [] }),
      openHost: () => {
        opened = true;
        return Promise.reject(new Error("opened"));
      },
    });
    await expect(drill).rejects.toThrow(ScenarioError);
    expect(opened).toBe(false);
  });
});

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
      expect(all(drill, "cleanup-failed")[0]).toEqual({ type: "cleanup-failed", headline });
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
    expect(all(drill, "kept")).toEqual([{ type: "kept", machines: ["house"], label: "lamp-switch" }]);
    expect(all(drill, "phase-ended").some(({ at }) => at.phase === "clean-up")).toBe(false);
  });
});

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

describe("what is left out on purpose", () => {
  const executed = ({ machines }: LampDrill, script: string): number =>
    machines.flatMap((machine) => machine.executed).filter((request) => request.script === script).length;

  test("the fault: its steps do not run, and the incident is not reproduced", async () => {
    const drill = await drillLamp({ without: { fault: true, steps: [] } });
    expect(drill).toMatchObject({ verdict: "not-reproduced", exitCode: 2 });
    expect(executed(drill, "turn off")).toBe(0);
    expect(drill.events[0]).toMatchObject({ without: ["the fault"] });
  });

  test("a step of the recovery: the drill fails without it", async () => {
    const drill = await drillLamp({ without: { fault: false, steps: [1] } });
    expect(drill).toMatchObject({ verdict: "failed", exitCode: 1 });
    expect(executed(drill, "turn on")).toBe(1);
    expect(all(drill, "step-started").some(({ at }) => at.phase === "recovery")).toBe(false);
    expect(drill.events[0]).toMatchObject({ without: ["recovery step 1"] });
  });

  test("numbers of steps count from 1, and stay when one is left out", async () => {
    const two = procedure({
      title: "Two steps",
      summary: "One would do.",
      steps: [
        step("Ask", { why: "Politeness.", run: house.root.sh`whoami`, verify: [] }),
        step("Turn it on", { why: "It is dark.", run: turnOn, verify: isOn }),
      ].map((one) => ({ ...one, verify: one.verify.length > 0 ? one.verify : [mend.verify[0] ?? isOn] })),
    });
    const drill = await drillLamp({
      scenario: lampScenario({ procedures: { switch: two } }),
      without: { fault: false, steps: [1] },
    });
    const steps = all(drill, "step-started").filter(({ at }) => at.phase === "recovery");
    expect(steps).toMatchObject([{ at: { step: 2 }, title: "Turn it on" }]);
    expect(drill.verdict).toBe("verified");
  });
});

describe("interruption", () => {
  test.each([
    ...["prepare", "steady", "fault", "symptoms", "recovery", "checklist", "endurance", "losses"],
  ] as const)("in %s: no later phase, no evidence, clean-up done", async (phase) => {
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
  });

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

test("a report holds nothing but the evidence until a journal is written", async () => {
  expect(readdirSync((await drillLamp()).reportDir)).toEqual(["evidence"]);
});
