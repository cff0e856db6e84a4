import { expect, test } from "vitest";
import { type Block, readBlocks } from "./printed-section.ts";

const every: readonly Block[] = [
  { heading: "h" },
  { text: "" },
  { list: ["a", "b"] },
  {
    table: [
      ["a", "b"],
      ["1", "2"],
    ],
  },
  { printed: "one\ntwo\n" },
];

test("what a command printed is read as it is", () => {
  expect(readBlocks(`${JSON.stringify(every)}\n`)).toEqual(every);
});

test.each([
  ["nothing", "", /^stdout is not JSON: /],
  ["half of it", JSON.stringify(every).slice(0, 40), /^stdout is not JSON: /],
  ["no block", "[]", "stdout has no array of blocks"],
  ["no array", '{"text":"a"}', "stdout has no array of blocks"],
  ["null", "[null]", "null is not a block"],
  ["a kind that there is not", '[{"toString":"a"}]', '{"toString":"a"} is not a block'],
  ["two kinds in one", '[{"text":"a","printed":"b"}]', '{"text":"a","printed":"b"} is not a block'],
  ["a number in a text", '[{"text":1}]', '{"text":1} is not a block'],
  ["a list of numbers", '[{"list":[1]}]', '{"list":[1]} is not a block'],
  ["a table without a head", '[{"table":[]}]', '{"table":[]} is not a block'],
  ["a short row", '[{"table":[["a","b"],["1"]]}]', '{"table":[["a","b"],["1"]]} is not a block'],
])("%s is refused", (_, stdout, says) => {
  expect(() => readBlocks(stdout)).toThrow(says);
});
