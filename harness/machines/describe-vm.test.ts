import { expect, test } from "vitest";
import { describeVm } from "./describe-vm.ts";

const findings = (...there: string[]) =>
  describeVm((command) => (there.includes(command) ? `/usr/bin/${command}` : undefined));

test("what is missing names its package, and is nothing to fix for drills on containers", () => {
  const [xz, mke2fs] = ["xz", "mke2fs"].map((command) =>
    findings("xz").find(({ what }) => what.startsWith(`${command}, `)),
  );
  expect(xz).toMatchObject({ state: "found", detail: "/usr/bin/xz" });
  expect(mke2fs).toMatchObject({ state: "missing", fix: "" });
  expect(mke2fs?.detail).toMatch(/^only for --on vm: .*apt-get install -y --no-install-recommends e2fsprogs/);
});

test("QEMU and how it would run a guest are told in any case, and nothing twice", () => {
  const what = findings().map((one) => one.what);
  expect(what[0]).toBe("QEMU, for virtual machines");
  expect(what.slice(-2)).toEqual([
    "the processor of virtual machines",
    "user-mode Linux, for machines with a kernel of their own",
  ]);
  expect(findings().at(-2)?.detail).toMatch(/KVM|emulation|kvm/);
  expect(findings().at(-1)?.detail).toMatch(/--on uml|in the cache/);
  expect(what.some((one) => one.startsWith("mmdebstrap"))).toBe(false);
});
