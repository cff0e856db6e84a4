import { describe, expect, it } from "vitest";
import { ScenarioError } from "../errors.ts";
import { inventoryOf, parseInventory } from "./inventory.ts";

const problemOf = (toml: string): ScenarioError => {
  try {
    parseInventory(toml, "addresses.toml");
  } catch (error) {
    if (error instanceof ScenarioError) return error;
    throw error;
  }
  throw new Error("nothing was wrong");
};

describe("an inventory", () => {
  it("has addresses by machine and network", () => {
    expect(parseInventory('[rift]\nlan = "192.0.2.1"\nv6 = "2001:db8::1"\n', "x")).toEqual({
      rift: { lan: "192.0.2.1", v6: "2001:db8::1" },
    });
  });

  it.each([
    ["banana", '"banana"'],
    ["1.2.3.4; rm -rf /", '"1.2.3.4; rm -rf /"'],
    ["1.2.3.4\\n[Service]\\nExecStartPre=/bin/evil", '"1.2.3.4\\n[Service]\\nExecStartPre=/bin/evil"'],
    ["192.0.2.0/24", '"192.0.2.0/24"'],
  ])("takes no other text for an address: %j", (value, shown) => {
    expect(problemOf(`[rift]\nlan = "${value}"\n`).facts).toMatchObject({
      got: `${shown} is not an IP address of rift on lan`,
      next: 'write lan = "192.0.2.10" under [rift]',
    });
  });

  it.each([
    ["rift = 1\n", "rift is not a table of networks"],
    ["[rift]\n", "rift has no address"],
    ["[rift\n", /^Invalid TOML document/],
  ])("says what is wrong with %j", (toml, got) => {
    expect(problemOf(toml).facts.got).toMatch(got);
  });

  it("is checked, too, when it is a value", () => {
    expect(() => inventoryOf({ rift: { lan: 7 } }, "drillbook.config.ts")).toThrow("is not an inventory");
  });
});
