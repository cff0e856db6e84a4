import { expect, test } from "vitest";
import { tookWords } from "./took-words.ts";

test("how long a drill took, and that its host was busy", () => {
  const ended = { durationMs: 40_000 };
  expect(tookWords(ended)).toBe("the drill took 40.0 s");
  expect(tookWords({ ...ended, slowdown: 3.21 })).toBe(
    "the drill took 40.0 s on a busy host, which slowed it down 3.2 times; its time limits were longer by as much",
  );
});
