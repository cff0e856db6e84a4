import { expect, test } from "vitest";
import { evaluateLookup } from "./evaluate.ts";
import type { LookupExpectation, LookupFinding } from "./value.ts";

const paths = ["getaddrinfo", "resolvectl", "resolv.conf"] as const;

/** What each path found, in their order; a text is why it found nothing. */
const evaluation = (
  expected: LookupExpectation,
  ...found: (readonly string[] | LookupFinding["outcome"])[]
) =>
  evaluateLookup(
    { kind: "lookup", machine: "vade", name: "svc.example", family: 4, timeoutMs: 1, expect: expected },
    {
      kind: "lookup",
      durationMs: 1,
      findings: found.map((one, index) => ({
        path: paths[index] ?? "resolv.conf",
        outcome: typeof one === "string" ? one : "found",
        addresses: typeof one === "string" ? [] : one,
        error: typeof one === "string" ? `it is ${one}` : "",
        durationMs: 1,
      })),
    },
    () => "192.0.2.7",
  );

const right = ["192.0.2.7"];
const wrong = ["192.0.2.8"];
const to = { paths: "alike", addresses: [["192.0.2.7"]] } as const;

test("alike: all find the same, in any order and however often", () => {
  expect(
    evaluation(
      { paths: "alike" },
      ["192.0.2.7", "192.0.2.8"],
      ["192.0.2.8", "192.0.2.7"],
      ["192.0.2.7", "192.0.2.8", "192.0.2.7"],
    ).ok,
  ).toBe(true);
  expect(evaluation(to, right, right, right).ok).toBe(true);
  expect(evaluation(to, wrong, wrong, wrong).ok).toBe(false);
  expect(evaluation({ paths: "alike" }, right, right, wrong).ok).toBe(false);
  expect(evaluation({ paths: "alike" }, "not-found", "not-found", "not-found").ok).toBe(false);
});

test("nowhere: silence and a wrong answer are not the same", () => {
  expect(evaluation({ paths: "nothing" }, "not-found", "failed", "timeout").ok).toBe(true);
  expect(evaluation({ paths: "nothing" }, "not-found", "failed", right).ok).toBe(false);
});

test("unalike: one of them is enough", () => {
  expect(evaluation({ paths: "differ" }, right, wrong, wrong).ok).toBe(true);
  expect(evaluation({ paths: "differ" }, right, "not-found", right).ok).toBe(true);
  expect(evaluation({ paths: "differ" }, right, right, right).ok).toBe(false);
});

test("a path that is missing proves nothing", () => {
  for (const expected of [to, { paths: "nothing" }, { paths: "differ" }] as const) {
    expect(evaluation(expected, right, "missing", right).ok).toBe(false);
    expect(evaluation(expected, "not-found", "missing", "not-found").ok).toBe(false);
  }
});

test("a disagreement shows what each of them found", () => {
  expect(evaluation(to, right, wrong, "timeout")).toEqual({
    ok: false,
    expected: "every path finds 192.0.2.7",
    got: "the paths disagree: getaddrinfo: 192.0.2.7; resolvectl: 192.0.2.8; resolv.conf: timeout, it is timeout",
  });
});
