import { expect, test } from "vitest";
import { umlArguments } from "./arguments.ts";

const nic = { network: "lan", mac: "52:54:00:00:00:01", address: "192.0.2.10", prefix: 24 };
const spec = {
  identity: { hostname: "rift", machineId: "0".repeat(32), nics: [nic], gateway: undefined },
  disk: { file: "/rift.disk", differsFrom: "/root.raw" },
  initrd: "/initrd",
  taps: [10],
};

test("a machine's disk is in a file of its own, on the host's files as the kernel's process sees them", () => {
  expect(umlArguments(spec)).toContain("ubd0c=/host/rift.disk,/host/root.raw");
  expect(umlArguments({ ...spec, disk: { file: "/whole.raw" } })).toContain("ubd0c=/host/whole.raw");
});

test("each network is a tap that it inherits, by its descriptor", () => {
  expect(umlArguments(spec)).toContain("vec0:transport=fd,fd=10,vec=0,mac=52:54:00:00:00:01");
});

test("the guest sees only the kernel's modules of its host, and has no io_uring", () => {
  const words = umlArguments(spec);
  expect(words).toContain("hostfs=/usr/lib/uml/modules");
  expect(words).toContain("sysctl.kernel.io_uring_disabled=2");
});

test("a guest has no watchdog: its host has no program for one, so that opening it fails and prints a trace", () => {
  expect(umlArguments(spec)).toContain("initcall_blacklist=harddog_miscdev_init");
});

test("a guest with hardware of its own has more disks, which it may only read", () => {
  const hardware = { memoryMb: 4096, disks: ["/stuff.raw"], patienceMs: 1 };
  const words = umlArguments({ ...spec, hardware });
  expect(words).toEqual(expect.arrayContaining(["mem=4096M", "ubd1rc=/host/stuff.raw"]));
  expect(umlArguments(spec)).toContain("mem=2048M");
});
