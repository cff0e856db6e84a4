import { describe, expect, test } from "vitest";
import { overlap, parseRoutes, parseSubnet } from "./subnet.ts";

const overlapping = (one: string, other: string) => overlap(parseSubnet(one), parseSubnet(other));

describe("subnets", () => {
  test.each([
    ["192.0.2.0/24", "192.0.2.2", true],
    ["192.0.2.0/24", "192.0.0.0/16", true],
    ["192.0.0.0/16", "192.0.2.0/24", true],
    ["192.0.2.0/24", "192.0.3.0/24", false],
    ["192.0.2.0/25", "192.0.2.128/25", false],
    ["0.0.0.0/0", "203.0.113.9", true],
  ])("%s and %s overlap: %s", (one, other, expected) => {
    expect(overlapping(one, other)).toBe(expected);
  });

  test.each(["192.0.2", "192.0.2.256/24", "192.0.2.0/33", "fd00::/64"])("%s is no IPv4 subnet", (bad) => {
    expect(() => parseSubnet(bad)).toThrow(`"${bad}" is not a subnet`);
  });

  test("the kernel's route table is read without the default route", () => {
    const table = [
      "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
      "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
      "eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
      "",
    ].join("\n");
    expect(parseRoutes(table)).toEqual([{ interface: "eth0", ...parseSubnet("192.0.2.0/24") }]);
  });
});
