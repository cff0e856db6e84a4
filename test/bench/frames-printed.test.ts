import { expect, it } from "vitest";
import { parseFrames } from "./frames-printed.ts";

it("is the median of the answers, and the rate of the stream", () => {
  const printed = "answers 40.0 900.5 20.0 30.0 50.0\nstream 500000000 800000\n";
  expect(parseFrames(printed)).toEqual({ answerUs: 40, gbitPerS: 5 });
});

it.each([
  "",
  "answers 40.0\n",
  "stream 500000000 800000\n",
  "answers \nstream 500000000 800000\n",
  "answers 40.0 0.0\nstream 500000000 800000\n",
  "answers 40.0\nstream 500000000 0\n",
])("refuses %j", (printed) => {
  expect(() => parseFrames(printed)).toThrow("the frames were not measured");
});
