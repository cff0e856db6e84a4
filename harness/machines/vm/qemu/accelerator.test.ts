import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kvmWords, lookAtKvm } from "./accelerator.ts";

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "accelerator-"));
  mkdirSync(join(cache, "vm"));
  vi.stubEnv("DRILLBOOK_CACHE", cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true, force: true });
});

const remember = (accelerator: "kvm" | "tcg", host: string) => {
  const reason = accelerator === "kvm" ? "" : "QEMU ended; KVM: unhandled exit";
  const key = `${host} 10.0.8 /cache/vm/images/1/vmlinux`;
  writeFileSync(join(cache, "vm", "accelerator.json"), JSON.stringify({ key, accelerator, reason }));
};

test("without the device KVM boots no guest, and nothing is to be tried", () => {
  const seen = lookAtKvm(false);
  expect(seen?.accelerator).toBe("tcg");
  expect(seen && kvmWords(seen)).toBe("there is no /dev/kvm here");
});

test("with the device only a try tells, which is remembered for any guest's kernel, and not for another host's", () => {
  expect(lookAtKvm(true)).toBeUndefined();
  remember("tcg", release());
  expect(lookAtKvm(true)?.accelerator).toBe("tcg");
  expect(kvmWords({ accelerator: "tcg", reason: "QEMU ended" })).toBe("KVM boots no guest here");
  remember("kvm", release());
  expect(lookAtKvm(true)?.accelerator).toBe("kvm");
  expect(kvmWords({ accelerator: "kvm", reason: "" })).toBe("KVM boots guests here");
  remember("kvm", `${release()}0`);
  expect(lookAtKvm(true)).toBeUndefined();
});
