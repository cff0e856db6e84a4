import { describe, expect, it } from "vitest";
import { address } from "#harness/scenario/text.ts";
import { loadInventory, resolveFrom } from "./inventory.ts";

describe("the inventory", () => {
  const resolve = resolveFrom(loadInventory());

  it("holds the real addresses of rift", () => {
    expect(resolve(address("rift", "lan"))).toBe("192.168.88.181");
    expect(resolve(address("rift", "tailnet"))).toBe("100.95.252.120");
  });

  it("says what to add for an address it does not have", () => {
    expect(() => resolve(address("orion", "lan"))).toThrow(
      'inventory.toml: has no address of orion on lan; add lan = "…" under [orion]',
    );
  });
});
