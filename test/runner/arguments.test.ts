import { describe, expect, test } from "vitest";
import { parseArguments } from "./arguments.ts";
import { moreParts, usualParts } from "./parts.ts";
import { filesOf, projectNames } from "./projects.ts";

const names = (...args: string[]): string[] | undefined => {
  const what = parseArguments(args)?.what;
  return what !== undefined && "parts" in what ? what.parts.map(({ name }) => name) : undefined;
};
const files = (...args: string[]) => {
  const what = parseArguments(args)?.what;
  return what !== undefined && "files" in what ? Object.fromEntries(what.files) : undefined;
};

describe("what a command line of the tests asks for", () => {
  test("nothing: the usual parts; all: the others, too; names: those, in their own order", () => {
    const usual = usualParts.map(({ name }) => name);
    expect(names()).toEqual(usual);
    expect(names("all")).toEqual([...usual, ...moreParts.map(({ name }) => name)]);
    expect(names("vm", "types")).toEqual(["types", "vm"]);
    expect(names("load", "hosts")).toEqual(["hosts", "load"]);
  });

  test("words that are in the paths of test files: those files, by their project", () => {
    expect(files("runner/arguments", "private-engine.integration")).toEqual({
      unit: ["test/runner/arguments.test.ts"],
      contract: ["harness/machines/engine/private-engine.integration.test.ts"],
    });
  });

  test("a pattern and a file for JUnit", () => {
    expect(parseArguments(["unit", "-t", "holds", "--junit", "x.xml"])).toMatchObject({
      ...{ namePattern: "holds", junitFile: "x.xml" },
    });
  });

  test("what is neither is refused, with what may have been meant", () => {
    expect(() => parseArguments(["untit"])).toThrow(/"untit" is no part of the tests, and in the path of no/);
    try {
      parseArguments(["untit"]);
    } catch (error) {
      expect(error).toMatchObject({ facts: { next: expect.stringContaining("did you mean unit?") } });
    }
    expect(() => parseArguments(["unit", "no-such-file"])).toThrow('"no-such-file" is no part');
  });

  test("an unknown flag is refused, with the one that may have been meant", () => {
    expect(() => parseArguments(["--junti", "x"])).toThrow(/unknown option '--junti'/);
  });
});

test("no test file is in two projects, and each project has some", () => {
  const all = projectNames.flatMap(filesOf);
  expect(all.length).toBe(new Set(all).size);
  for (const project of projectNames) expect(filesOf(project), project).not.toEqual([]);
});
