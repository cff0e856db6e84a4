import { expect, test } from "vitest";
import { kernelArguments } from "./kernel-arguments.ts";

test("the kernel is told all of a machine's identity", () => {
  const nics = [
    { network: "lan", mac: "52:54:00:00:00:01", address: "192.0.2.10", prefix: 24 },
    { network: "tailnet", mac: "52:54:00:00:00:02", address: "198.51.100.10", prefix: 25 },
  ];
  const machineId = "0123456789abcdef0123456789abcdef";
  expect(kernelArguments({ hostname: "rift", machineId, nics, gateway: "192.0.2.253" })).toEqual([
    "drillbook.hostname=rift",
    `drillbook.machine_id=${machineId}`,
    "drillbook.net=eth0,52:54:00:00:00:01,192.0.2.10/24",
    "drillbook.net=eth1,52:54:00:00:00:02,198.51.100.10/25",
    "drillbook.gateway=192.0.2.253",
  ]);
});
