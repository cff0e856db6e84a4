import { CommanderError } from "commander";
import { afterAll, afterEach, expect, it, vi } from "vitest";
import { parseOptions } from "./options.ts";

const benchmarks = [
  { name: "list", about: "one thing" },
  { name: "machine", about: "another" },
];

const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
afterEach(() => said.mockClear());
afterAll(() => said.mockRestore());

const refusal = (...args: string[]): string => {
  expect(() => parseOptions(args, benchmarks)).toThrow(CommanderError);
  return said.mock.calls.flat().join("");
};

it("takes each option", () => {
  const args = [
    "--only",
    "list",
    "--only",
    "machine",
    "--turns",
    "3",
    "--within",
    "60",
    "--json",
    "--strict",
  ];
  expect(parseOptions(args, benchmarks)).toEqual({
    only: ["list", "machine"],
    turns: 3,
    within: 60,
    json: true,
    strict: true,
  });
  expect(parseOptions([], benchmarks)).toEqual({});
});

it("refuses what it does not know, with a suggestion", () => {
  expect(refusal("--strikt")).toContain("(Did you mean --strict?)");
});

it("refuses a benchmark that there is not, and names those that there are", () => {
  expect(refusal("--only", "lost")).toContain("list, machine");
});

it.each(["0", "1.5", "many"])("refuses %s turns", (count) => {
  expect(refusal("--turns", count)).toContain("a whole number from 1.");
});

it("refuses an argument", () => {
  expect(refusal("list")).toContain("too many arguments");
});
