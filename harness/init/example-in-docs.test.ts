import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

test("the example in the docs is the scenario that init writes", () => {
  const docs = read("../../docs/writing-a-scenario.md");
  const [example] = docs.match(/(?<=^```ts\n)[\s\S]*?(?=^```$)/m) ?? [];
  expect(example).toBe(read("templates/unreadable-config.ts"));
});
