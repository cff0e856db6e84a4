import { expect, test } from "vitest";
import { processorsFor } from "./accelerator.ts";

test.each([
  ["tcg", "7.2.22", 1],
  ["tcg", "8.0.5", 1],
  ["tcg", "8.1.0", 2],
  ["tcg", "10.0.3", 2],
  ["kvm", "7.2.22", 2],
] as const)("%s of QEMU %s gives a guest %i processors", (accelerator, version, expected) => {
  expect(processorsFor(accelerator, version)).toBe(expected);
});
