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
  expect(what.at(-1)).toBe("the processor of virtual machines");
  expect(findings().at(-1)?.detail).toMatch(/KVM|emulation|kvm/);
  expect(what.some((one) => one.startsWith("mmdebstrap"))).toBe(false);
});
