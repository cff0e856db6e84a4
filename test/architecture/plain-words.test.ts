import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repositoryRoot } from "#setup/repository.ts";
import { unnamedPeople } from "./plain-words.ts";

const isTest = (file: string): boolean => /\.test\.ts$|\/testing\/|\/conformance\/|node_modules/.test(file);

const textsIn = (patterns: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    globSync([...patterns], { cwd: repositoryRoot })
      .filter((file) => !isTest(file))
      .map((file) => [file, readFileSync(join(repositoryRoot, file), "utf8")]),
  );

describe("texts that people read name who or what they mean", () => {
  test.each([
    ["scenarios", ["scenarios/**/*.ts"], 20],
    ["the twin", ["twin/**/*.{ts,toml,service,conf,sh,md}"], 200],
    [
      "the harness and its packages",
      ["harness/**/*.ts", "packages/**/*.{ts,md}", "drillbook.config.ts"],
      300,
    ],
    ["documents", ["docs/*.md", "README.md", "CONTRIBUTING.md"], 10],
  ])("%s", (_, patterns, least) => {
    const texts = textsIn(patterns);
    expect(texts.size).toBeGreaterThan(least);
    expect(unnamedPeople(texts)).toEqual([]);
  });
});

describe("a text that does not", () => {
  const found = (text: string) => unnamedPeople(new Map([["docs/a.md", text]]));

  test("is told with its line and word", () => {
    expect(found("A server.\nNobody asks it, and whoever does waits.")).toEqual([
      "docs/a.md:2: Nobody",
      "docs/a.md:2: whoever",
    ]);
  });

  test("may name the account nobody", () => {
    expect(found("It belongs to the account nobody, which is 65534 (nobody).")).toEqual([]);
  });
});
