import { expect, test } from "vitest";
import { machine } from "../scenario/machine.ts";
import type { Rig } from "../scenario/rig.ts";
import { kindsIn } from "./open-host.ts";

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
