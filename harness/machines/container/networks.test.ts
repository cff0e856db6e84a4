import { expect, test } from "vitest";
import { parseSubnet } from "../engine/subnet.ts";
import { gatewayOf, isApart, refuseOverlaps } from "./networks.ts";

test.each([
  [[], "192.0.2.1"],
  [["192.0.2.1"], "192.0.2.2"],
  [["192.0.2.1", "192.0.2.2", "192.0.2.4"], "192.0.2.3"],
])("with %j taken, the bridge has %s", (taken, expected) => {
  expect(gatewayOf("192.0.2.0/24", new Set(taken))).toBe(expected);
});

test("the last address, where every default route leads, is never the bridge's", () => {
  const taken = new Set(["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"]);
  expect(() => gatewayOf("192.0.2.0/29", taken)).toThrow("192.0.2.0/29 has no address left");
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

test("a private engine and rootless Docker may have addresses of the host's, Podman may not", () => {
  const docker = { isolated: false, rootless: false, podman: false };
  expect(isApart(docker)).toBe(false);
  expect(isApart({ ...docker, isolated: true })).toBe(true);
  expect(isApart({ ...docker, rootless: true })).toBe(true);
  // Podman 5.4, rootless.
  expect(isApart({ ...docker, rootless: true, podman: true })).toBe(false);
});
