import { expect, test } from "vitest";
import { printedOf } from "./printed.ts";

const shown = (answer: string) =>
  printedOf({
    symptom: { title: "", machine: "", user: "", command: "", answer, texts: [] },
    question: "",
    answers: [answer],
    messages: [],
  });

test("words in brackets stand for what changes", () => {
  expect(shown("(a number above 0)")).toEqual({ words: "prints a number above 0" });
  expect(shown("NOERROR with (an address of google.com)")).toEqual({
    words: "prints an address of google.com",
  });
  expect(shown("12")).toEqual({ lines: ["12"], each: false });
});
