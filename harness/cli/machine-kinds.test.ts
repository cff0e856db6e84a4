import { expect, test } from "vitest";
import { lampScenario } from "../drill/testing/lamp.ts";
import { parseKinds, usualKind, withMachinesOn } from "./machine-kinds.ts";

test.each([
  ["container", ["container"]],
  ["vm", ["vm"]],
  ["vm,container", ["vm", "container"]],
  ["container, vm", ["container", "vm"]],
])("--on %s", (value, kinds) => {
  expect(parseKinds(value)).toEqual({ kinds, machines: {} });
});

test.each([
  ["rift=vm", [], { rift: "vm" }],
  ["container,rift=vm, svc = container", ["container"], { rift: "vm", svc: "container" }],
])("--on %s names the kind of single machines", (value, kinds, machines) => {
  expect(parseKinds(value)).toEqual({ kinds, machines });
});

test.each([
  ["paper", "write container or vm, or several with commas between them, or MACHINE=KIND."],
  ["vn", "MACHINE=KIND. Did you mean vm?"],
  ["vm,contianer", "Did you mean container?"],
  ["", "write container or vm"],
  ["vm,", "write container or vm"],
  ["scripted", "write container or vm"],
  ["vm,vm", "name each kind of machine once."],
  ["=vm", "a machine's name before the ="],
  ["rift=", "write container or vm"],
  ["rift=mv", "Did you mean vm?"],
  ["rift=vm=vm", "write container or vm"],
  ["rift=vm,rift=container", "name each machine once."],
])("--on %s is refused", (value, says) => {
  expect(() => parseKinds(value)).toThrow(says);
});

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
