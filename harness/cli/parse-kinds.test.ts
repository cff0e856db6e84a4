import { expect, test } from "vitest";
import { parseKinds } from "./parse-kinds.ts";

test.each([
  ["container", ["container"]],
  ["vm", ["vm"]],
  ["vm,container", ["vm", "container"]],
  ["qemu,uml", ["qemu", "uml"]],
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
  ["paper", "write container, vm, qemu or uml, or several with commas between them, or MACHINE=KIND."],
  ["vn", "MACHINE=KIND. Did you mean vm?"],
  ["vm,contianer", "Did you mean container?"],
  ["", "write container, vm, qemu or uml"],
  ["vm,", "write container, vm, qemu or uml"],
  ["scripted", "write container, vm, qemu or uml"],
  ["vm,vm", "name each kind of machine once."],
  ["=vm", "a machine's name before the ="],
  ["rift=", "write container, vm, qemu or uml"],
  ["rift=mv", "Did you mean vm?"],
  ["rift=vm=vm", "write container, vm, qemu or uml"],
  ["rift=vm,rift=container", "name each machine once."],
])("--on %s is refused", (value, says) => {
  expect(() => parseKinds(value)).toThrow(says);
});
