import { expect, test } from "vitest";
import { type QemuSpec, qemuArguments, translatedMb } from "./arguments.ts";

const spec: QemuSpec = {
  name: "rift",
  accelerator: "tcg",
  kernel: "/vmlinux",
  initrd: "/initrd",
  disk: "/rift.qcow2",
  kernelArguments: [],
  nics: [],
  links: { before: [], backends: [] },
  places: { qmp: "/q", agent: "/a", shell: "/s", console: "/c" },
  incoming: false,
};

const after = (words: readonly string[], flag: string): string[] =>
  words.flatMap((word, index) => (words[index - 1] === flag ? [word] : []));

test("a rig's machine has 2048 MB and its own disk", () => {
  const words = qemuArguments(spec);
  expect(after(words, "-m")).toEqual(["2048"]);
  expect(after(words, "-blockdev")).toHaveLength(1);
});

test.each([
  ["tcg", "1"],
  ["kvm", "2"],
] as const)("with %s it has %s processors", (accelerator, count) => {
  expect(after(qemuArguments({ ...spec, accelerator }), "-smp")).toEqual([count]);
});

test.each([
  [2048, 256],
  [8192, 512],
  [65_536, 1024],
])("on a host with %i MB an emulated machine keeps up to %i MB of translated code", (hostMb, mb) => {
  expect(translatedMb(hostMb)).toBe(mb);
});

test("one with more hardware has that memory, and more disks that it can only read, after its own", () => {
  const hardware = { memoryMb: 4096, processors: 3, disks: ["/one.raw", "/two.raw"], patienceMs: 1 };
  const words = qemuArguments({ ...spec, hardware });
  expect([after(words, "-m"), after(words, "-smp")]).toEqual([["4096"], ["3"]]);
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

test("each card has its address, and what its rig's networks have behind it", () => {
  const nics = ["01", "02"].map((end) => ({
    network: end,
    mac: `52:54:00:00:00:${end}`,
    address: `192.0.2.${Number(end)}`,
    prefix: 24,
  }));
  const words = qemuArguments({
    ...spec,
    nics,
    links: {
      before: [],
      backends: [
        ["tap", "fd=10"],
        ["stream", "server=off"],
      ],
    },
  });
  expect(after(words, "-netdev")).toEqual(["tap,id=net0back,fd=10", "stream,id=net1back,server=off"]);
  expect(after(words, "-device").filter((word) => word.startsWith("virtio-net"))).toEqual([
    "virtio-net-pci,id=net0,netdev=net0back,mac=52:54:00:00:00:01,romfile=",
    "virtio-net-pci,id=net1,netdev=net1back,mac=52:54:00:00:00:02,romfile=",
  ]);
});
