import { describe, expect, it } from "vitest";
import { TableReader } from "./table-reader.ts";
import { tomlLines } from "./toml-lines.ts";

const message = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was thrown";
};

describe("TableReader", () => {
  const table = new TableReader({ name: "mcns", port: 53, on: true, tags: ["a"], inner: {} }, "mcns.toml");

  it("reads what is there", () => {
    expect(table.string("name", "x")).toBe("mcns");
    expect(table.integer("port", { min: 1, max: 65_535 })).toBe(53);
    expect(table.boolean("on", false)).toBe(true);
    expect(table.strings("tags")).toEqual(["a"]);
    expect(table.optionalString("user", "0:0")).toBeUndefined();
    expect(table.strings("none")).toEqual([]);
  });

  it.each([
    [() => table.string("host", "rift"), 'mcns.toml: host is missing; add host = "rift"'],
    [() => table.string("port", "rift"), 'mcns.toml: port is not a text; write port = "rift"'],
    [
      () => table.integer("port", { min: 1, max: 9 }),
      "mcns.toml: port is 53; write a whole number from 1 to 9",
    ],
    [
      () => table.integer("name", { min: 1, max: 9 }),
      'mcns.toml: name is "mcns"; write a whole number from 1 to 9',
    ],
    [() => table.boolean("name", false), "mcns.toml: name is not a boolean; write name = true or false"],
    [() => table.strings("name"), 'mcns.toml: name is not a list of texts; write name = ["…", "…"]'],
    [
      () => table.integers("tags", { min: 1, max: 9 }),
      "mcns.toml: tags is not a list of numbers; write numbers from 1 to 9",
    ],
    [() => table.oneOf("name", ["bridge", "host"]), 'mcns.toml: name is "mcns"; write one of bridge, host'],
    [() => table.tables("inner"), "mcns.toml: inner is not an array of tables; write [[inner]]"],
    [() => table.table("name"), "mcns.toml: name: is not a table; write it as [name] or { key = value }"],
  ])("says where, what is wrong and what to do: %#", (work, expected) => {
    expect(message(work)).toBe(expected);
  });

  it("refuses a key that nobody asked for", () => {
    const other = new TableReader({ name: "a", nmae: "b" }, "mcns.toml");
    other.string("name", "x");
    expect(message(() => other.done())).toBe(
      "mcns.toml: nmae is not a known key; remove it, or write one of name",
    );
  });

  it("names the line where it knows the lines", () => {
    const toml = 'name = "a"\n[inner]\nlist = [\n  "x",\n  "y",\n]\n[[many]]\nkey = 1\n';
    const values = { name: "a", inner: { list: ["x", "y"] }, many: [{ key: 1 }] };
    const placed = new TableReader(values, "a.toml", { file: "a.toml", lineOf: tomlLines(toml), path: [] });
    const inner = placed.table("inner");
    expect(message(() => inner.integer("list", { min: 1, max: 2 }))).toMatch(/^a\.toml:3: inner: list is /);
    expect(message(() => inner.fail("list", "has y", "remove it", '"y"'))).toBe(
      "a.toml:5: inner: list has y; remove it",
    );
    expect(message(() => inner.string("gone", "x"))).toMatch(/^a\.toml:2: inner: gone is missing/);
    const [first] = placed.tables("many").map((one) => one.named("one"));
    expect(message(() => first?.string("key", "x"))).toMatch(/^a\.toml:8: many 1 \(one\): key is not a text/);
    expect(first?.at("key")).toBe("a.toml:8");
    expect(message(() => placed.string("node", "x"))).toMatch(/^a\.toml: node is missing/);
    expect(message(() => placed.table("name"))).toMatch(/^a\.toml:1: name: is not a table/);
  });
});
