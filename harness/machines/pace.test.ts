import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hostProcessor, processorOf } from "./pace.ts";

// The names are those of QEMU 10 without -cpu, of our own virtual machines, of user-mode Linux, and of two real processors.
test.each([
  ["processor\t: 0\nmodel name\t: QEMU TCG CPU version 2.5+\n", "emulated"],
  ["model name\t: QEMU TCG processor\nflags\t\t: fpu\n", "emulated"],
  ["model name\t: QEMU Virtual CPU version 2.5+\n", "real"],
  ["vendor_id\t: AuthenticAMD\nmodel name\t: AMD EPYC 9R14\nflags\t\t: fpu TCG\n", "real"],
  ["processor\t: 0\nvendor_id\t: User Mode Linux\nmodel name\t: UML\n", "userMode"],
  ["", "real"],
])("%j is %s", (cpuinfo, processor) => {
  expect(processorOf(cpuinfo)).toBe(processor);
});

const folder = mkdtempSync(join(tmpdir(), "pace-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a host has the processor that its kernel tells, and a real one where it tells none", () => {
  const cpuinfo = join(folder, "cpuinfo");
  expect(hostProcessor(cpuinfo)).toBe("real");
  writeFileSync(cpuinfo, "vendor_id\t: User Mode Linux\nmodel name\t: UML\n");
  expect(hostProcessor(cpuinfo)).toBe("userMode");
});
