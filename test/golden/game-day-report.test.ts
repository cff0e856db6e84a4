import { describe, expect, it } from "vitest";
import type { DrillOutcome, TestOutcome } from "#harness/gameday/drill-outcome.ts";
import { gameDayJUnit } from "#harness/gameday/game-day-junit.ts";
import { beginLine, endLines, totalLines } from "#harness/gameday/game-day-lines.ts";
import type { DrillMeta } from "#harness/gameday/test-meta.ts";
import { expectGolden } from "./golden.ts";

const beganAtMs = Date.UTC(2026, 10, 20, 9, 14, 3);

const passed = (name: string, tookMs: number): TestOutcome => ({
  name,
  state: "passed",
  tookMs,
  message: "",
});
const failed = (name: string, tookMs: number, message: string): TestOutcome => ({
  ...passed(name, tookMs),
  state: "failed",
  message,
});
const skipped = (name: string, message: string): TestOutcome => ({
  ...passed(name, 0),
  state: "skipped",
  message,
});

const meta = (verdict: DrillMeta["verdict"], tookMs: number, more: Partial<DrillMeta> = {}): DrillMeta => ({
  beganAtMs,
  tookMs,
  verdict,
  procedures: {},
  messages: [],
  ...more,
});

const noQuadlet = "Quadlet needs cgroup v2";

const verified: DrillOutcome = {
  id: "cold-reboot",
  meta: meta("verified", 72_400, {
    procedures: {
      "by-hand": { beganAtMs: beganAtMs + 1400, tookMs: 70_000 },
      quadlet: { beganAtMs: beganAtMs + 71_400, tookMs: 0 },
    },
  }),
  tests: [passed("verdict", 2400)],
  procedures: [
    {
      id: "by-hand",
      tests: [passed("recovery › step 1: Start mcns", 12_100), passed("recovery ends well", 12_300)],
    },
    { id: "quadlet", tests: [skipped(`is skipped on container: ${noQuadlet}`, noQuadlet)] },
  ],
};

const text =
  "Start mcns: a command did not do what was expected\n  expected  exit 0\n  got       exit 1: <no>";

const broken: DrillOutcome = {
  id: "dns-spof",
  meta: meta("failed", 9_000, {
    procedures: { restart: { beganAtMs, tookMs: 8_000 } },
    messages: [text],
  }),
  tests: [failed("verdict", 1000, "expected 'failed' to be 'verified'")],
  procedures: [
    {
      id: "restart",
      tests: [
        passed("steady › names resolve", 310),
        failed("recovery › step 1: Start mcns", 4000, `it failed\n${text}`),
        failed("recovery ends well", 4100, `it failed\n${text}`),
      ],
    },
  ],
};

const notDrilled: DrillOutcome = {
  id: "seed-migration",
  tests: [
    failed("the drill", 0, "the scenario seed-migration is not valid\n  got  - checklist: is empty"),
    { name: "verdict", state: "pending", tookMs: 0, message: "it was not run" },
  ],
  procedures: [],
};

const tooNew: DrillOutcome = {
  id: "tls-san-mismatch",
  meta: meta("skipped", 40),
  tests: [{ ...skipped("verdict", "podman has not done that since 4.3"), tookMs: 40 }],
  procedures: [],
};

const all = [verified, broken, notDrilled, tooNew];

const attributesOf = (xml: string, element: string): Record<string, string>[] =>
  [...xml.matchAll(new RegExp(`<${element} ([^>]*)>`, "g"))].map(([, attributes = ""]) =>
    Object.fromEntries(
      [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    ),
  );

describe("the JUnit of a game day", () => {
  it("has a suite for each procedure, with the times of the journals", () => {
    expectGolden("junit/game-day.xml", gameDayJUnit(all, []));
  });

  it("has totals that are the sums of its suites, and the time that the drills took", () => {
    const xml = gameDayJUnit(all, []);
    const [totals = {}] = attributesOf(xml, "testsuites");
    const suites = attributesOf(xml, "testsuite");
    for (const key of ["tests", "failures", "errors", "skipped"]) {
      expect(Number(totals[key]), key).toBe(suites.reduce((sum, one) => sum + Number(one[key]), 0));
    }
    expect(xml.match(/<testcase /g)).toHaveLength(Number(totals["tests"]));
    for (const kind of ["failure", "error", "skipped"]) {
      const key = kind === "skipped" ? kind : `${kind}s`;
      expect(xml.match(new RegExp(`<${kind} `, "g")), kind).toHaveLength(Number(totals[key]));
    }
    const drills = all.reduce((sum, one) => sum + (one.meta?.tookMs ?? 0), 0);
    expect(Number(totals["time"])).toBeCloseTo(drills / 1000, 3);
  });

  it("is never green when the game day itself went wrong", () => {
    expect(gameDayJUnit([verified], [])).toMatch(/<testsuites [^>]*failures="0" errors="0"/);
    const xml = gameDayJUnit([verified], ["the game day did not end"]);
    expect(xml).toMatch(/<testsuites [^>]*failures="0" errors="1"/);
    expect(xml).toContain('<error message="the game day did not end">');
  });
});

describe("the lines of a game day", () => {
  it("tell which drill begins, and how long it took the last time", () => {
    expect(beginLine({ number: 3, of: 26 }, "dns-spof", 52_140)).toBe(
      "   3/26  dns-spof …  52.1 s the last time",
    );
    expect(beginLine({ number: 12, of: 26 }, "dns-spof", undefined)).toBe("  12/26  dns-spof …");
  });

  it("tell how it ended, why, and what was skipped", () => {
    const at = { number: 1, of: 4 };
    expect(endLines(at, verified)).toEqual([
      "✓ 1/4  cold-reboot  verified in 1 min 12 s",
      `    quadlet is skipped: ${noQuadlet}`,
    ]);
    expect(endLines(at, broken)).toEqual([
      "✗ 1/4  dns-spof  failed in 9.0 s, 3 of 4 tests failed",
      "    Start mcns: a command did not do what was expected",
      "      expected  exit 0",
      "      got       exit 1: <no>",
    ]);
    expect(endLines(at, notDrilled)).toEqual([
      "✗ 1/4  seed-migration  did not end, 1 of 2 tests failed",
      "    the drill: the scenario seed-migration is not valid",
      "      got  - checklist: is empty",
    ]);
    expect(endLines(at, tooNew)).toEqual([
      "– 1/4  tls-san-mismatch  skipped in 0.04 s",
      "    podman has not done that since 4.3",
    ]);
  });

  it("tell what the tests found where the drill itself found nothing wrong", () => {
    const never = failed("endurance › step 2: Reboot", 0, "the drill did not reach it");
    const outcome = { ...verified, tests: [...verified.tests, never] };
    expect(endLines({ number: 1, of: 1 }, outcome)).toEqual([
      "✗ 1/1  cold-reboot  verified in 1 min 12 s, 1 of 5 tests failed",
      "    endurance › step 2: Reboot: the drill did not reach it",
    ]);
  });

  it("list at the end what failed once more, and count", () => {
    expect(totalLines(all, { of: 5, tookMs: 81_500, problems: [] })).toEqual([
      "✗ dns-spof  failed in 9.0 s, 3 of 4 tests failed",
      "    Start mcns: a command did not do what was expected",
      "      expected  exit 0",
      "      got       exit 1: <no>",
      "✗ seed-migration  did not end, 1 of 2 tests failed",
      "    the drill: the scenario seed-migration is not valid",
      "      got  - checklist: is empty",
      "5 drills in 1 min 22 s: 1 verified, 2 failed, 1 skipped, 1 not drilled",
      "11 tests: 4 passed, 4 failed, 1 not run, 2 skipped",
    ]);
    expect(totalLines([], { of: 1, tookMs: 10, problems: ["no tests"] })).toEqual([
      "✗ the game day itself",
      "    no tests",
      "1 drill in 0.01 s: 1 not drilled",
      "0 tests: 0 passed, 0 failed, 0 not run, 0 skipped",
    ]);
  });
});
