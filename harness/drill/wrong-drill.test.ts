import { describe, expect, test } from "vitest";
import { HostNotReadyError, MachineError, ScenarioError } from "../errors.ts";
import { check } from "../scenario/check.ts";
import { procedure } from "../scenario/scenario.ts";
import { drillLamp } from "./testing/drill-lamp.ts";
import { house, isOn, lampScenario, mend } from "./testing/lamp.ts";
import { all, isCleanedUp, phasesOf } from "./testing/read-drill.ts";
import { answersWrong, dies, wrongFrom } from "./testing/wrong-rules.ts";

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
    says: "the rig did not become ready: Light it: a command did not do what was expected",
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
    says: "Turn it off: its verification did not hold",
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
    name: "the fault breaks nothing of the steady state that it should",
    scenario: lampScenario({
      breaks: [check("somebody is at home", house.root.sh`whoami`)],
      steady: [isOn, check("somebody is at home", house.root.sh`whoami`)],
    }),
    ...notReproduced,
    phase: "symptoms",
    says: "the fault did not break what it should: somebody is at home",
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
    says: "Turn it on: its verification did not hold",
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
    name: "the machine dies between the last step and the checklist",
    rules: [
      wrongFrom("house", 4, () => {
        throw new MachineError("house: the machine has ended");
      }),
    ],
    ...unknown,
    phase: "endurance",
    says: "house: the machine has ended",
    facts: { where: "lamp › switch › endurance" },
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
    facts: { trace: expect.stringContaining("wrong-drill.test.ts") },
  },
  {
    name: "the machines do not start",
    rig: { fail: { start: new MachineError("house: the machine did not start") } },
    ...unknown,
    phase: "prepare",
    says: "house: the machine did not start",
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
    const ends = all(drill, "phase-ended").filter(({ at }) => at.phase === phase);
    expect(ends.every(({ ok }) => !ok)).toBe(true);
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
