import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import { readJournal } from "#harness/journal/testing/read-journal.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { inTurn } from "../in-turn.ts";
import { isRoot, smallCache } from "./support/caches.ts";
import { type Finished, type RunningCommand, start } from "./support/command.ts";
import { leftBehind } from "./support/left-behind.ts";

const program = [process.execPath, join(repositoryRoot, "bin", "drillbook.mjs"), "gameday"] as const;

inTurn();

const junitOf = ({ journal }: RunningCommand): string =>
  readFileSync(join(journal.folder, "junit.xml"), "utf8");

const withoutTimes = (text: string): string =>
  text.replace(/\b(\d+ min )?\d+(\.\d+)? s\b/g, "N s").replace(/\d+ (tries|try)\b/g, "N tries");

const folder = "test/fixtures/scenarios/game-day";

/** The failure, as printed when a drill ends and again at the end. */
const wrong = {
  "cannot-be-loaded": [
    "    can be drilled: cannot-be-loaded.ts does not load",
    `      ${folder}/cannot-be-loaded.ts:2`,
    "        got       there are no words",
  ],
  fails: [
    "    Write another file: its verification did not hold",
    "      fails › write-again › recovery › step 1 › verify",
    "        claimed   the file says two",
    "        command   cat /srv/other   (rift, root)",
    '        expected  exit 0 and stdout that is "two"',
    "        got       exit 0: one",
    "        waited    N s, N tries",
    "        next      npm run drill fails -- --procedure write-again --keep, then npm run drill shell rift",
  ],
  "is-not-valid": [
    "    can be drilled: the scenario is-not-valid is not valid",
    `      ${folder}/is-not-valid.ts`,
    "        got       - checklist: is empty; a drill that asserts nothing proves nothing",
    "        next      correct the file; docs/writing-a-scenario.md explains each part",
  ],
};

const ids = ["cannot-be-loaded", "fails", "holds", "is-not-valid", "needs-older"];

describe.skipIf(!isRoot)("a game day in which not all is well", () => {
  let finished: Finished;
  beforeAll(async () => {
    // Two whole drills in one command.
    const command = start(ids, { fixture: "game-day", program });
    finished = { ...(await command.ended()), command };
  });

  test("ends red, and has drilled what comes after a drill that failed", () => {
    expect(finished.code, finished.stdout + finished.stderr).toBe(1);
    expect(finished.stderr).toBe("");
    expect(readdirSync(finished.command.runbooks).sort()).toEqual([
      ...["README.md", "holds.md", "holds.proof.md", "holds.short.md", "symptoms"],
    ]);
    expect(leftBehind(smallCache, finished.command)).toEqual([]);
  });

  test("says when each drill begins and how it ends, and lists what failed at the end", () => {
    const [told = "", summary = ""] =
      withoutTimes(finished.stdout)
        .split(/^game day: 5 drills, \d at once\n/m)[1]
        ?.split(/^reports: /m)[0]
        ?.split("\n\n") ?? [];
    // Which of two drills that run at once ends first does not matter.
    const begun = told.split("\n").filter((line) => line.endsWith(" …"));
    expect(begun.toSorted()).toEqual(["  2/5  fails …", "  3/5  holds …", "  5/5  needs-older …"]);
    const ended = told
      .split("\n")
      .filter((line) => !begun.includes(line))
      .join("\n")
      .split(/\n(?=\S)/);
    expect(ended.toSorted()).toEqual(
      [
        ["✗ 1/5  cannot-be-loaded  did not end, 1 of 1 test failed", ...wrong["cannot-be-loaded"]],
        ["✗ 2/5  fails  failed in N s, 7 of 15 tests failed", ...wrong.fails],
        ["✓ 3/5  holds  verified in N s", "    newer is skipped: podman writes files from 5.8 on"],
        ["✗ 4/5  is-not-valid  did not end, 1 of 1 test failed", ...wrong["is-not-valid"]],
        ["– 5/5  needs-older  skipped in N s", "    podman has not removed files since 4.3"],
      ]
        .map((lines) => lines.join("\n"))
        .toSorted(),
    );
    expect(summary.trimEnd().split("\n")).toEqual([
      "✗ cannot-be-loaded  did not end, 1 of 1 test failed",
      ...wrong["cannot-be-loaded"],
      "✗ fails  failed in N s, 7 of 15 tests failed",
      ...wrong.fails,
      "✗ is-not-valid  did not end, 1 of 1 test failed",
      ...wrong["is-not-valid"],
      "5 drills in N s: 3 failed, 1 verified, 1 skipped",
      "36 tests: 25 passed, 9 failed, 0 not run, 2 skipped",
    ]);
  });

  test("writes a JUnit that says the same, with the times of the journals", () => {
    const xml = junitOf(finished.command);
    const events = readJournal(join(finished.command.journal.folder, "holds", "journal.ndjson"));
    const [run] = recordOf(events).procedures;
    const recovery = run?.phases.find(({ phase }) => phase === "recovery");
    const inSeconds = (ms = 0): string => (ms / 1000).toFixed(3);
    expect(recovery?.durationMs).toBeGreaterThan(0);
    expect(xml).toContain(
      `<testcase classname="holds.write-again" name="recovery ends well" time="${inSeconds(recovery?.durationMs)}"/>`,
    );
    expect(xml).toContain(
      `name="recovery › step 1: Write the file" time="${inSeconds(recovery?.steps[0]?.durationMs)}"/>`,
    );
    expect(xml).toContain('<skipped message="podman writes files from 5.8 on">');
    expect(xml).toMatch(/<testsuites name="game day" tests="36" failures="9" errors="0" skipped="2" time=/);
  });
});

/** Resolves when the journal of this drill has the text. */
const written = async (command: RunningCommand, id: string, text: string): Promise<void> => {
  const untilMs = performance.now() + 90_000;
  while (performance.now() < untilMs) {
    const reports = existsSync(command.reports) ? readdirSync(command.reports) : [];
    const file = join(command.reports, reports[0] ?? "", id, "journal.ndjson");
    if (existsSync(file) && readFileSync(file, "utf8").includes(text)) return;
    await pause(20);
  }
  throw new Error(`the drill never came to ${text}\n${command.stdout}`);
};

describe.skipIf(!isRoot)("Ctrl-C in a game day", () => {
  test.each(["group", "alone"] as const)("to %s", async (whom) => {
    const command = start(["held"], { fixture: "held", program, env: { HELD_PHASE: "recovery" } });
    await written(command, "held", '"title":"Wait a minute"');
    if (whom === "group") command.signalGroup("SIGINT");
    else command.signalAlone("SIGINT");
    const { code, stderr } = await command.ended();
    expect(stderr).toBe("interrupted: cleaning up\n");
    expect(code).toBe(130);
    expect(leftBehind(smallCache, command)).toEqual([]);
    expect(junitOf(command)).toContain('<error message="the game day did not end">');
  });
});
