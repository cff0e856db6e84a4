import { check } from "../../scenario/check.ts";
import { loss } from "../../scenario/loss.ts";
import { machine } from "../../scenario/machine.ts";
import { procedure, type Scenario, type ScenarioFields, scenario } from "../../scenario/scenario.ts";
import { type Step, step } from "../../scenario/step.ts";

/** A machine with a lamp, which a scripted machine can be. */
export const house = machine("house", { addresses: { lan: "192.0.2.7" } });

export const turnOn = house.root.sh`turn on`;
export const turnOff = house.root.sh`turn off`;

export const isOn = check("the lamp is on", house.root.sh`lamp`.printsExactly("on"));
export const isOff = check("the lamp is off", house.root.sh`lamp`.printsExactly("off"));
const alwaysTrue = check("the house stands", house.root.sh`house`);

export const mend: Step = step("Turn it on", {
  why: "It is dark.",
  run: turnOn,
  verify: isOn,
  within: "10s",
});

/** An incident that a scripted machine has in no time: a lamp goes out. Every phase has something to do. */
export const lampScenario = (parts: Partial<ScenarioFields> = {}): Scenario =>
  scenario({
    id: "lamp",
    title: "The lamp went out",
    source: "made for the tests",
    summary: "One house, one lamp.",
    rig: {
      networks: [{ name: "lan", subnet: "192.0.2.0/24" }],
      machines: [house.spec],
      setup: [step("Light it", { why: "It must be on first.", run: turnOn, verify: isOn })],
      samples: [],
    },
    steady: [isOn, alwaysTrue],
    fault: [step("Turn it off", { why: "This is the incident.", run: turnOff, verify: isOff })],
    breaks: [isOn],
    symptoms: [check("somebody complains", house.root.sh`complaints`.prints("dark"))],
    preconditions: [check("somebody is there", house.root.sh`whoami`)],
    procedures: {
      switch: procedure({ title: "Use the switch", summary: "It is near.", steps: [mend] }),
      candle: procedure({
        title: "Light a candle",
        summary: "Where there is no current.",
        steps: [step("Light a candle", { why: "It is dark.", run: turnOn, verify: isOn })],
      }),
    },
    checklist: [isOn, alwaysTrue],
    endurance: [
      step("Wait for the night", { why: "Lamps fail at night.", run: house.root.sh`night`, verify: isOn }),
    ],
    losses: [loss("books", "books", house.root.sh`books`)],
    ...parts,
  });
