import { describe, expect, test } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import { inTurn } from "../in-turn.ts";
import { usualCache } from "../integration/support/caches.ts";
import {
  drillOf,
  eventsOf,
  hasLeftNothing,
  writtenBy,
  wroteNone,
} from "../integration/support/usual-drill.ts";
import { loadOwnScenario } from "../own-scenarios.ts";

const drillMs = 450_000;
/** With every procedure; agent-unit also asks seventy units, which takes two minutes. */
const wholeDrillMs = 2 * drillMs;

inTurn(usualCache);

/** Incidents, each drilled whole. */
const scenarios = [
  "dns-spof",
  "magicdns-amplification",
  "tailnet-only-agent",
  "dns-empty-answers",
  "resolver-disagreement",
  "port-53-conflict",
  "dns-cutover",
  "dns-firewalled",
  "tls-san-mismatch",
  "missing-ca-certificates",
  "h2c-backend",
  "seed-migration",
  "circular-boot",
  "agent-unit",
  "uid-collision",
  "container-uid",
  "fchmod-denial",
  "fchmod-seccomp",
  "newuidmap-path",
];

describe.each(scenarios)("npm run drill %s", (id) => {
  const drill = drillOf(id, { longestMs: wholeDrillMs - 50_000 });

  test(
    "is verified by every procedure, writes its page, and leaves nothing",
    async () => {
      const { procedures } = await loadOwnScenario(id);
      const finished = await drill();
      expect(finished.code, finished.stdout + finished.stderr).toBe(0);
      const record = recordOf(eventsOf(finished));
      expect(record.procedures.map((one) => [one.id, one.ended?.verdict])).toEqual(
        Object.keys(procedures).map((name) => [name, "verified"]),
      );
      expect(writtenBy(finished)).toEqual([`${id}.md`]);
      hasLeftNothing(finished);
    },
    wholeDrillMs,
  );
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

test.each(leftOut)(
  "$scenario fails without step $key of $procedure",
  async ({ scenario, procedure, key }) => {
    const finished = await drillOf(scenario)("--procedure", procedure, "--without", String(key));
    expect(finished.code, finished.stdout + finished.stderr).toBe(1);
    expect(eventsOf(finished).at(-1)).toMatchObject({ type: "drill-ended", verdict: "failed" });
    wroteNone(finished);
    hasLeftNothing(finished);
  },
  drillMs,
);
