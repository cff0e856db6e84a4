import { expect, test } from "vitest";
import { lampScenario } from "#harness/drill/testing/lamp.ts";
import { parseKinds, usualKind } from "./machine-kinds.ts";

test.each([
  ["container", ["container"]],
  ["vm", ["vm"]],
  ["vm,container", ["vm", "container"]],
  ["container, vm", ["container", "vm"]],
])("--on %s", (value, kinds) => {
  expect(parseKinds(value)).toEqual(kinds);
});

test.each([
  ["paper", "write container or vm, or several with commas between them."],
  ["vn", "between them. Did you mean vm?"],
  ["vm,contianer", "Did you mean container?"],
  ["", "write container or vm"],
  ["vm,", "write container or vm"],
  ["scripted", "write container or vm"],
  ["vm,vm", "name each kind of machine once."],
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
