import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadScenario } from "#harness/cli/scenario-files.ts";
import { recordOf } from "#harness/journal/drill-record.ts";
import { takeTurn, usualCache } from "./support/caches.ts";
import { drillOf, eventsOf, hasLeftNothing, writtenBy, wroteNone } from "./support/usual-drill.ts";

const drillMs = 180_000;

let giveBack: () => void;
beforeAll(async () => {
  giveBack = await takeTurn(usualCache);
});
afterAll(() => giveBack());

type Case = {
  readonly scenario: string;
  readonly procedure: string;
  /** The step without which it is no recovery, counted from 1. */
  readonly key: number;
};

/** Incidents on rigs of their own, with the step that their recovery stands on. */
const cases: readonly Case[] = [
  { scenario: "dns-spof", procedure: "start-and-fall-back", key: 2 },
  { scenario: "magicdns-amplification", procedure: "split-names", key: 2 },
  { scenario: "tailnet-only-agent", procedure: "two-addresses", key: 2 },
  { scenario: "dns-empty-answers", procedure: "replace-with-mcns", key: 2 },
  { scenario: "resolver-disagreement", procedure: "right-at-the-source", key: 3 },
  { scenario: "port-53-conflict", procedure: "explicit-bindings", key: 2 },
  { scenario: "dns-cutover", procedure: "create-first", key: 2 },
  { scenario: "dns-firewalled", procedure: "open-port-53", key: 2 },
  { scenario: "tls-san-mismatch", procedure: "right-name", key: 1 },
  { scenario: "missing-ca-certificates", procedure: "rebuild-image", key: 1 },
  { scenario: "h2c-backend", procedure: "http-1.1", key: 1 },
  { scenario: "seed-migration", procedure: "idempotent-seed", key: 2 },
  { scenario: "circular-boot", procedure: "own-unit", key: 3 },
];

describe.each(cases)("npm run drill $scenario", ({ scenario: id, procedure, key }) => {
  const drill = drillOf(id);

  test(
    "is verified by every procedure, writes its page, and leaves nothing",
    async () => {
      const { procedures } = await loadScenario(id);
      const finished = await drill();
      expect(finished.code, finished.stdout + finished.stderr).toBe(0);
      const record = recordOf(eventsOf(finished));
      expect(record.procedures.map((one) => [one.id, one.ended?.verdict])).toEqual(
        Object.keys(procedures).map((name) => [name, "verified"]),
      );
      expect(writtenBy(finished)).toEqual([`${id}.md`]);
      hasLeftNothing(finished);
    },
    2 * drillMs,
  );

  test(
    `fails without step ${key} of ${procedure}`,
    async () => {
      const finished = await drill("--procedure", procedure, "--without", String(key));
      expect(finished.code, finished.stdout + finished.stderr).toBe(1);
      expect(eventsOf(finished).at(-1)).toMatchObject({ type: "drill-ended", verdict: "failed" });
      wroteNone(finished);
      hasLeftNothing(finished);
    },
    drillMs,
  );
});
