import { expect, test } from "vitest";
import { parseSubnet } from "../engine/subnet.ts";
import { gatewayOf, refuseOverlaps } from "./networks.ts";

test.each([
  [[], "192.0.2.1"],
  [["192.0.2.1"], "192.0.2.254"],
  [["192.0.2.1", "192.0.2.254"], "192.0.2.253"],
])("with %j taken, the bridge has %s", (taken, expected) => {
  expect(gatewayOf("192.0.2.0/24", new Set(taken))).toBe(expected);
});

const lan = { name: "lan", subnet: "192.0.2.0/24" };

test("a host that is itself in the rig's subnet is refused, with the way out", () => {
  const routes = [{ interface: "eth0", ...parseSubnet("192.0.0.0/16") }];
  expect(() => refuseOverlaps([lan], routes)).toThrow(
    expect.objectContaining({
      message: 'the rig\'s network "lan" overlaps one of this host',
      facts: expect.objectContaining({
        got: "the interface eth0 is in 192.0.0.0/16",
        next: expect.stringContaining("--engine private"),
      }),
    }),
  );
});

test("other networks of the host do no harm", () => {
  expect(() => refuseOverlaps([lan], [{ interface: "eth0", ...parseSubnet("10.0.0.0/8") }])).not.toThrow();
});
