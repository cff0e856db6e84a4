import { expect, test } from "vitest";
import { describeVm } from "./describe-vm.ts";

const findings = (...there: string[]) =>
  describeVm((command) => (there.includes(command) ? `/usr/bin/${command}` : undefined));

test("what is missing names its package, and is nothing to fix for drills on containers", () => {
  const [qemu, image, mke2fs] = ["qemu-system-x86_64", "qemu-img", "mke2fs"].map((command) =>
    findings("qemu-img").find(({ what }) => what.startsWith(`${command}, `)),
  );
  expect(qemu).toMatchObject({ state: "missing", fix: "" });
  expect(qemu?.detail).toMatch(
    /^only for --on vm: .*apt-get install -y --no-install-recommends qemu-system-x86 seabios/,
  );
  expect(image).toMatchObject({ state: "found", detail: "/usr/bin/qemu-img" });
  expect(mke2fs?.detail).toMatch(/e2fsprogs/);
});

test("how QEMU would run a guest is told in any case, and nothing twice", () => {
  const what = findings().map((one) => one.what);
  expect(what.at(-1)).toBe("the processor of virtual machines");
  expect(findings().at(-1)?.detail).toMatch(/KVM|emulation|kvm/);
  expect(what.some((one) => one.startsWith("mmdebstrap"))).toBe(false);
});
