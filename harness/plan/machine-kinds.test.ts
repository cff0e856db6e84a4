import { expect, test } from "vitest";
import { lampScenario } from "../drill/testing/lamp.ts";
import { machine } from "../scenario/machine.ts";
import type { Rig } from "../scenario/rig.ts";
import { kindsIn, usualKind, withMachinesOn } from "./machine-kinds.ts";

test("without --on it is the first kind that can show the incident", () => {
  expect(usualKind(lampScenario())).toBe("container");
  expect(usualKind(lampScenario({ notOn: { container: "its kernel is the host's" } }))).toBe("vm");
});

test("without --on it is a kind on which a chosen procedure can be carried out, if there is one", () => {
  const { switch: usual, candle } = lampScenario().procedures;
  if (!usual || !candle) throw new TypeError("the lamp has two procedures");
  const scenario = lampScenario({
    procedures: { switch: usual, candle: { ...candle, notOn: { container: "it has no wick" } } },
  });
  expect(usualKind(scenario)).toBe("container");
  expect(usualKind(scenario, ["candle"])).toBe("vm");
  expect(usualKind(scenario, ["candle", "switch"])).toBe("container");
});

test("a kind that is as another is no way out of what that cannot show", () => {
  const notOn = { container: "its kernel is the host's", vm: "its kernel is its own" };
  expect(usualKind(lampScenario({ notOn }))).toBe("container");
});

test("one machine alone is on another kind, unless it is not there or always on one", () => {
  const scenario = lampScenario();
  const [first] = scenario.rig.machines;
  if (first === undefined) throw new TypeError("the lamp has a machine");
  expect(withMachinesOn(scenario, {})).toBe(scenario);
  const mixed = withMachinesOn(scenario, { [first.name]: "vm" });
  expect(mixed.rig.machines).toEqual([{ ...first, on: "vm" }, ...scenario.rig.machines.slice(1)]);
  expect(() => withMachinesOn(scenario, { [`${first.name}x`]: "vm" })).toThrow(/has no machine/);
  expect(() => withMachinesOn(mixed, { [first.name]: "container" })).toThrow("is always a VM");
});

test("without --on a procedure that must fail decides only where no recovery is chosen", () => {
  const { switch: usual, candle } = lampScenario().procedures;
  if (!usual || !candle) throw new TypeError("the lamp has two procedures");
  const scenario = lampScenario({
    procedures: {
      switch: { ...usual, notOn: { container: "it has no current" } },
      candle: { ...candle, mustFail: { at: "checklist", because: "there are no matches" } },
    },
  });
  expect(usualKind(scenario)).toBe("vm");
  expect(usualKind(scenario, ["candle"])).toBe("container");
});

const addresses = { lan: "192.0.2.10" };
const rigOf = (...machines: Rig["machines"]): Rig => ({ networks: [], machines, setup: [], samples: [] });
const any = machine("any", { addresses }).spec;
const vm = machine("vm", { addresses, on: "vm" }).spec;

test.each([
  ["of the kind that was asked for", rigOf(any), "container", ["container"]],
  ["of both kinds", rigOf(any, vm), "container", ["container", "vm"]],
  ["of one kind, that all are of anyway", rigOf(any, vm), "vm", ["vm"]],
  ["of the kind that they say, not the one that was asked for", rigOf(vm), "container", ["vm"]],
] as const)("machines %s", (_, rig, usual, kinds) => {
  expect([...kindsIn(rig, usual)]).toEqual(kinds);
});
