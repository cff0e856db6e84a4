import { expect, test } from "vitest";
import { hostProcessor, processorOf } from "./pace.ts";

// The names are those of QEMU 10 without -cpu, of our own virtual machines, of user-mode Linux, and of two real processors.
test.each([
  ["processor\t: 0\nmodel name\t: QEMU TCG CPU version 2.5+\n", "emulated"],
  ["model name\t: QEMU TCG processor\nflags\t\t: fpu\n", "emulated"],
  ["model name\t: QEMU Virtual CPU version 2.5+\n", "real"],
  ["model name\t: AMD EPYC 9R14\nflags\t\t: fpu TCG\n", "real"],
  ["processor\t: 0\nvendor_id\t: User Mode Linux\nmodel name\t: UML\n", "userMode"],
  ["", "real"],
])("%j is %s", (cpuinfo, processor) => {
  expect(processorOf(cpuinfo)).toBe(processor);
});

test("this host has one of the three", () => {
  expect(["real", "emulated", "userMode"]).toContain(hostProcessor());
});
