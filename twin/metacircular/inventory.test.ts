import { describe, expect, it } from "vitest";
import { address } from "#harness/scenario/text.ts";
import { loadInventory, parseInventory, resolveFrom } from "./inventory.ts";

describe("the inventory", () => {
  const resolve = resolveFrom(loadInventory());

  it("holds the real addresses of rift", () => {
    expect(resolve(address("rift", "lan"))).toBe("192.168.88.181");
    expect(resolve(address("rift", "tailnet"))).toBe("100.95.252.120");
  });

  it.each([
    ["banana", '"banana"'],
    ["1.2.3.4; rm -rf /", '"1.2.3.4; rm -rf /"'],
    ["1.2.3.4\\n[Service]\\nExecStartPre=/bin/evil", '"1.2.3.4\\n[Service]\\nExecStartPre=/bin/evil"'],
    ["192.0.2.0/24", '"192.0.2.0/24"'],
  ])("takes no other text for an address: %j", (value, shown) => {
    expect(() => parseInventory(`[rift]\nlan = "${value}"\n`)).toThrow(
      `${shown} is no IP address of rift on lan; write lan = "192.0.2.10" under [rift]`,
    );
  });

  it("takes an IPv6 address", () => {
    expect(parseInventory('[rift]\nlan = "2001:db8::1"\n')).toEqual({ rift: { lan: "2001:db8::1" } });
  });

  it("says what to add for an address it does not have", () => {
    expect(() => resolve(address("orion", "lan"))).toThrow(
      'inventory.toml: has no address of orion on lan; add lan = "…" under [orion]',
    );
  });
});
