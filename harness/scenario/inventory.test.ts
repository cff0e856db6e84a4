import { expect, test } from "vitest";
import { resolveFrom } from "./inventory.ts";
import { address } from "./text.ts";

const resolve = resolveFrom({ rift: { lan: "192.0.2.1", tailnet: "198.51.100.1" } }, "addresses.toml");

test("an address is that of the machine on the network", () => {
  expect(resolve(address("rift", "lan"))).toBe("192.0.2.1");
  expect(resolve(address("rift", "tailnet"))).toBe("198.51.100.1");
});

test.each([
  ["rift", "wan"],
  ["orion", "lan"],
])("an address that the inventory lacks is an error: %s on %s", (machine, network) => {
  expect(() => resolve(address(machine, network))).toThrow(
    `addresses.toml has no address of ${machine} on ${network}`,
  );
});
