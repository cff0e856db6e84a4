import { beforeAll, describe, expect, test } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import type { JournalEvent } from "#harness/journal/events.ts";
import bootstrap from "../../scenarios/bootstrap-from-zero.ts";
import { inTurn } from "../in-turn.ts";
import { usualCache } from "../integration/support/caches.ts";
import type { Finished } from "../integration/support/command.ts";
import {
  drillOf,
  eventsOf,
  hasLeftNothing,
  writtenBy,
  wroteNone,
} from "../integration/support/usual-drill.ts";

const drillMs = 800_000;

inTurn(usualCache);

const isVerified = (finished: Finished, procedure: string): void => {
  expect(finished.code, finished.stdout + finished.stderr).toBe(0);
  const { ended, procedures } = recordOf(eventsOf(finished));
  expect(procedures.map(({ id, ended }) => [id, ended?.verdict])).toEqual([[procedure, "verified"]]);
  expect(ended?.verdict).toBe("verified");
  hasLeftNothing(finished);
};

/** "2 of 3" of each thing that can be lost. */
const lostBy = (finished: Finished): Record<string, string> =>
  Object.fromEntries(
    (recordOf(eventsOf(finished)).procedures[0]?.losses ?? []).map(({ id, lost, before }) => [
      id,
      `${lost} of ${before}`,
    ]),
  );

const nothing = expect.stringMatching(/^0 of [1-9]/);
const rowsOf = (...services: string[]) =>
  Object.fromEntries(services.map((name) => [`${name}-rows`, "0 of 20"]));

const steps = bootstrap.procedures["by-stage"]?.steps ?? [];
/** The number of the step that starts the service, counted from 1. */
const numberOf = (service: string): number => {
  const found = steps.findIndex(({ title }) => title.endsWith(`: start ${service}`));
  expect(found, service).toBeGreaterThanOrEqual(0);
  return found + 1;
};

describe("npm run drill bootstrap-from-zero", () => {
  const drill = drillOf("bootstrap-from-zero");
  let finished: Finished;
  beforeAll(async () => {
    finished = await drill();
  }, drillMs);

  const recovery = () =>
    recordOf(eventsOf(finished)).procedures[0]?.phases.find(({ phase }) => phase === "recovery");

  test("is verified, writes its page, and leaves nothing", () => {
    isVerified(finished, "by-stage");
    expect(writtenBy(finished)).toEqual(["bootstrap-from-zero.md"]);
  });

  test("starts twelve services in four stages, none before the one before it is healthy", () => {
    const done = recovery()?.steps ?? [];
    expect(done.map(({ title, ok }) => [title, ok])).toEqual(steps.map(({ title }) => [title, true]));
    const stages = done.map(({ title }) => Number(/^Stage (\d)/.exec(title)?.[1]));
    expect(stages).toEqual([1, 2, 2, 2, 2, 2, 3, 4, 4, 4, 4, 4]);
    for (const { title, checks } of done) {
      expect(checks.at(-1)?.outcome, title).toMatchObject({
        ok: true,
        // mcp-master speaks gRPC.
        title: expect.stringMatching(/answers 200| serves /),
      });
    }
  });

  test("saw that a service of the second stage is not healthy without names", () => {
    const fault = recordOf(eventsOf(finished)).procedures[0]?.phases.find(({ phase }) => phase === "fault");
    const early = fault?.steps.find(({ title }) => title === "Try the core before the foundation");
    expect(early?.checks.at(-1)?.outcome).toMatchObject({
      ok: true,
      got: expect.stringMatching(/"status":"error".*mcias\.metacircular\.net/),
    });
  });

  test("loses the containers, and nothing else", () => {
    const { containers, images, files, ...rows } = lostBy(finished);
    expect({ containers, images, files }).toEqual({
      containers: "12 of 12",
      images: nothing,
      files: nothing,
    });
    expect(Object.values(rows)).toEqual(Object.keys(rows).map(() => "0 of 20"));
    expect(Object.keys(rows).length).toBeGreaterThan(8);
  });
});

describe("bootstrap-from-zero with one service left out fails", () => {
  const drill = drillOf("bootstrap-from-zero");
  const failureOf = (events: readonly JournalEvent[]) => events.find((event) => event.type === "failure");

  test.each([
    {
      left: "mcr-api",
      of: "the second stage: the next one that needs it never gets healthy",
      says: {
        headline: "Stage 2: start mcr-web: its verification did not hold",
        facts: {
          where: `bootstrap-from-zero › by-stage › recovery › step ${numberOf("mcr-web")} › verify`,
          claimed: "mcr-web answers 200",
          got: expect.stringContaining("https://mcr.svc.mcp.metacircular.net:8443/v2/"),
        },
      },
    },
    {
      left: "sgardd",
      of: "the last: only the checklist misses it",
      says: {
        headline: expect.stringContaining("checklist: a check does not hold"),
        facts: {
          where: "bootstrap-from-zero › by-stage › checklist",
          claimed: "mcp ps: every service runs",
          got: expect.stringContaining("sgardd"),
        },
      },
    },
  ])(
    "$left, of $of",
    async ({ left, says }) => {
      const finished = await drill("--without", String(numberOf(left)));
      expect(finished.code).toBe(1);
      const events = eventsOf(finished);
      expect(events[0]).toMatchObject({ without: [`recovery step ${numberOf(left)}`] });
      expect(events.at(-1)).toMatchObject({ type: "drill-ended", verdict: "failed" });
      expect(failureOf(events)).toMatchObject({ code: "expectation-failed", ...says });
      wroteNone(finished);
      hasLeftNothing(finished);
    },
    drillMs,
  );
});

describe("what a lost database costs", () => {
  test(
    "podman's own: the containers, which the agent creates again from its registry",
    async () => {
      const finished = await drillOf("podman-db-reset")("--procedure", "agent-recover");
      isVerified(finished, "agent-recover");
      expect(lostBy(finished)).toMatchObject({
        containers: "12 of 12",
        definitions: "0 of 12",
        images: nothing,
        files: nothing,
        ...rowsOf("mcns", "mcr-api", "metacrypt-api", "mcq"),
      });
    },
    drillMs,
  );

  test(
    "the registry's and the authority's: tags, certificates and the key; no blob, and nothing of others",
    async () => {
      const finished = await drillOf("service-databases-lost")("--procedure", "delete-and-recreate");
      isVerified(finished, "delete-and-recreate");
      expect(lostBy(finished)).toEqual({
        tags: "2 of 3",
        blobs: "0 of 4",
        certificates: "2 of 2",
        authority: nothing,
        "mcr-api-rows": "20 of 20",
        "metacrypt-api-rows": "20 of 20",
        ...rowsOf("mcns", "mcr-web", "mcq", "mcdoc"),
        images: nothing,
      });
    },
    drillMs,
  );
});
