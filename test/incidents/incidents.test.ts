import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import { readJournal } from "#harness/journal/testing/read-journal.ts";
import { inTurn } from "../in-turn.ts";
import { usualCache } from "../integration/support/caches.ts";
import type { Finished } from "../integration/support/command.ts";
import { leftBehind } from "../integration/support/left-behind.ts";
import {
  drillOf,
  eventsOf,
  hasLeftNothing,
  writtenBy,
  wroteNone,
} from "../integration/support/usual-drill.ts";
import { loadOwnScenario, ownScenarioIds } from "../own-scenarios.ts";

/** For what hangs, on a busy host. */
const drillMs = 1_800_000;
const everyDrillMs = 7_200_000;

inTurn(usualCache);

const scenarios = await Promise.all(ownScenarioIds().map(loadOwnScenario));
const onContainers = scenarios.filter(({ notOn }) => notOn.container === undefined);

describe("npm run drill -- --all", () => {
  let finished: Finished;
  beforeAll(async () => {
    finished = await drillOf("--all", { longestMs: everyDrillMs - 60_000 })();
  }, everyDrillMs);

  test.each(onContainers)("$id is verified by every procedure", ({ id, procedures }) => {
    const events = readJournal(join(finished.command.journal.folder, id, "journal.ndjson"));
    const drilled = Object.entries(procedures).filter(([, { notOn }]) => notOn?.container === undefined);
    const told = recordOf(events).procedures.map(({ id: name, ended }) => [name, ended?.verdict]);
    expect(told, finished.stdout.slice(-4000)).toEqual(drilled.map(([name]) => [name, "verified"]));
  });

  test("ends with 0, writes every page, and leaves nothing", () => {
    expect(finished.code, finished.stdout.slice(-8000) + finished.stderr).toBe(0);
    expect(writtenBy(finished).toSorted()).toEqual(onContainers.map(({ id }) => `${id}.md`).toSorted());
    hasLeftNothing(finished);
  });
});

type LeftOut = { readonly scenario: string; readonly procedure: string; readonly key: number };

/**
 * Necessary steps. Preferably a step whose absence makes a later command fail at once; otherwise the drill takes the
 * whole time limit of the step that needs it.
 */
const leftOut: readonly LeftOut[] = [
  { scenario: "dns-spof", procedure: "start-and-fall-back", key: 2 },
  { scenario: "dns-cutover", procedure: "create-first", key: 2 },
  { scenario: "missing-ca-certificates", procedure: "rebuild-image", key: 1 },
  { scenario: "circular-boot", procedure: "own-unit", key: 3 },
  { scenario: "dns-empty-answers", procedure: "replace-with-mcns", key: 1 },
  { scenario: "magicdns-amplification", procedure: "split-names", key: 2 },
  { scenario: "tailnet-only-agent", procedure: "two-addresses", key: 2 },
  { scenario: "resolver-disagreement", procedure: "right-at-the-source", key: 1 },
  { scenario: "port-53-conflict", procedure: "explicit-bindings", key: 1 },
  { scenario: "dns-firewalled", procedure: "open-port-53", key: 1 },
  { scenario: "tls-san-mismatch", procedure: "right-name", key: 1 },
  { scenario: "h2c-backend", procedure: "http-1.1", key: 1 },
  { scenario: "seed-migration", procedure: "idempotent-seed", key: 2 },
  { scenario: "agent-unit", procedure: "strict-sandbox", key: 1 },
  { scenario: "uid-collision", procedure: "move-sshd", key: 2 },
  { scenario: "container-uid", procedure: "user-0", key: 1 },
  { scenario: "fchmod-denial", procedure: "own-again", key: 1 },
  { scenario: "fchmod-seccomp", procedure: "usual-profile", key: 2 },
  { scenario: "newuidmap-path", procedure: "wrappers-first", key: 1 },
  { scenario: "agent-unit", procedure: "strict-sandbox", key: 2 },
];

/** Most of their time they wait for the limit of what needs the step: several wait at once, in one engine. */
describe("a step that was left out", () => {
  const ended: Finished[] = [];
  afterAll(() => {
    for (const { command } of ended) expect(leftBehind(usualCache, command)).toEqual([]);
  });

  test.concurrent.each(leftOut)(
    "$scenario fails without step $key of $procedure",
    async ({ scenario, procedure, key }) => {
      const finished = await drillOf(scenario, { longestMs: drillMs - 60_000 })(
        ...["--procedure", procedure, "--without", String(key)],
      );
      ended.push(finished);
      expect(finished.code, finished.stdout + finished.stderr).toBe(1);
      expect(eventsOf(finished).at(-1)).toMatchObject({ type: "drill-ended", verdict: "failed" });
      wroteNone(finished);
    },
    drillMs,
  );
});
