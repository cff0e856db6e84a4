import { expect, test } from "vitest";
import { lampScenario } from "../../drill/testing/lamp.ts";
import { plansOf } from "../../plan/testing/plan-of.ts";
import type { MachineKind } from "../../scenario/machine-kind.ts";
import { usualJobs } from "./usual-jobs.ts";

const on = (...kinds: readonly MachineKind[]) => plansOf(lampScenario(), { on: { kinds, machines: {} } });
const large = { cores: 8, memoryMb: 64_000 };

test("container machines are drilled one rig at a time, because the engine has their networks", () => {
  expect(usualJobs(on("container"), large)).toBe(1);
  expect(usualJobs(on("vm", "container"), large)).toBe(1);
});

test("others as many at once as the cores and the memory of the host allow", () => {
  expect(usualJobs(on("vm"), large)).toBe(12);
  expect(usualJobs(on("vm"), { cores: 2, memoryMb: 64_000 })).toBe(3);
  expect(usualJobs(on("vm"), { cores: 8, memoryMb: 10_000 })).toBe(4);
  expect(usualJobs(on("vm"), { cores: 8, memoryMb: 1000 })).toBe(1);
});

test("a rig with twice the machines takes twice the memory", () => {
  const { rig } = lampScenario();
  const [first] = rig.machines;
  if (first === undefined) throw new TypeError("the lamp has a machine");
  const both = lampScenario({ rig: { ...rig, machines: [first, { ...first, name: "shed" }] } });
  const plans = plansOf(both, { on: { kinds: ["vm"], machines: {} } });
  expect(usualJobs(plans, { cores: 8, memoryMb: 10_000 })).toBe(2);
});
