import { expect, test } from "vitest";
import { type QemuSpec, qemuArguments } from "./arguments.ts";

const spec: QemuSpec = {
  name: "rift",
  accelerator: "tcg",
  kernel: "/vmlinux",
  initrd: "/initrd",
  disk: "/rift.qcow2",
  kernelArguments: [],
  nics: [],
  places: { qmp: "/q", agent: "/a", shell: "/s", console: "/c", nets: {} },
  incoming: false,
};

const after = (words: readonly string[], flag: string): string[] =>
  words.flatMap((word, index) => (words[index - 1] === flag ? [word] : []));

test("a rig's machine has 2048 MB and its own disk", () => {
  const words = qemuArguments(spec);
  expect(after(words, "-m")).toEqual(["2048"]);
  expect(after(words, "-blockdev")).toHaveLength(1);
});

test("one with more hardware has that memory, and more disks that it can only read, after its own", () => {
  const hardware = { memoryMb: 4096, disks: ["/one.raw", "/two.raw"], patienceMs: 1 };
  const words = qemuArguments({ ...spec, hardware });
  expect(after(words, "-m")).toEqual(["4096"]);
  const disks = after(words, "-blockdev");
  expect(disks[0]).toContain("/rift.qcow2");
  expect(disks[1]).toMatch(/read-only=on.*\/one\.raw$/);
  expect(disks[2]).toMatch(/read-only=on.*\/two\.raw$/);
  expect(after(words, "-device").filter((word) => word.startsWith("virtio-blk"))).toEqual([
    "virtio-blk-pci,id=disk,drive=root",
    "virtio-blk-pci,id=disk1,drive=more0",
    "virtio-blk-pci,id=disk2,drive=more1",
  ]);
});
