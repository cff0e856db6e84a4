import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EventOf } from "#harness/journal/drill-record.ts";
import { inTurn } from "../in-turn.ts";
import { isRoot, usualCache } from "../integration/support/caches.ts";
import { type Finished, run } from "../integration/support/command.ts";
import { eventsOf, hasLeftNothing, wroteNone } from "../integration/support/usual-drill.ts";

const drillMs = 800_000;

inTurn(usualCache);

const drill = (id: string): Promise<Finished> =>
  run([id], { fixture: "platform-faults", cache: usualCache, longestMs: drillMs });

const logOf = ({ command }: Finished, machine: string): string => {
  const folder = join(command.journal.folder, "evidence");
  const name = readdirSync(folder).find((file) => file.endsWith(`-${machine}.log`)) ?? "";
  return readFileSync(join(folder, name), "utf8");
};

/** The only failure of a drill that ended in order, without remains. */
const failureOf = (finished: Finished): EventOf<"failure"> => {
  expect(finished.code, finished.stdout + finished.stderr).toBe(1);
  const events = eventsOf(finished);
  expect(events.at(-1)).toMatchObject({ type: "drill-ended", verdict: "failed" });
  wroteNone(finished);
  hasLeftNothing(finished);
  const [failure, ...others] = events.filter(
    (event): event is EventOf<"failure"> => event.type === "failure",
  );
  expect(others).toEqual([]);
  if (failure === undefined) throw new Error("no failure");
  return failure;
};

describe.skipIf(!isRoot)("a recovery of the platform that goes wrong", () => {
  test(
    "the foundation dies while a later stage starts: that stage ends at its deadline",
    async () => {
      const finished = await drill("stage-one-dies");
      expect(failureOf(finished)).toMatchObject({
        code: "expectation-failed",
        headline: "Stage 3: start mcp-master: its verification did not hold",
        facts: {
          where: "stage-one-dies › goes-wrong › recovery › step 7 › verify",
          claimed: "mcp-master answers 200",
          got: expect.stringMatching(/status 503: .*getaddrinfo E\w+ mc\w+\./),
          waited: expect.stringMatching(/^\d+\.\d s, \d+ tries$/),
        },
      });
      // The output of every container until then.
      const log = logOf(finished, "rift");
      expect(log).toMatch(/ mcns\[\d+\]: listening dns\/udp/);
      for (const name of ["mcr-api", "metacrypt-api", "mc-proxy", "mcp-master"]) {
        expect(log, name).toMatch(new RegExp(` ${name}\\[\\d+\\]: `));
      }
    },
    drillMs,
  );

  test(
    "a definition names a port on which nothing listens: the port is open, and nobody speaks",
    async () => {
      const finished = await drill("lying-port");
      expect(failureOf(finished)).toMatchObject({
        headline: "Stage 2: start mcr-api: its verification did not hold",
        facts: {
          where: expect.stringContaining("lying-port › goes-wrong › recovery › step "),
          claimed: "mcr-api answers 200",
          // Pasta accepts, finds no listener and closes; the client sees an end or a reset, depending on timing.
          got: expect.stringMatching(
            /^tls-failed: (read ECONNRESET|.*disconnected before secure TLS connection)/,
          ),
        },
      });
      // The log has the port on which it listens.
      expect(logOf(finished, "rift")).toMatch(/ mcr-api\[\d+\]: listening https 0\.0\.0\.0:8443/);
    },
    drillMs,
  );

  test(
    "the disk fills while images are loaded: podman's own words are told",
    async () => {
      const finished = await drill("disk-fills");
      expect(failureOf(finished)).toMatchObject({
        headline: "Load the images of every service: a command did not do what was expected",
        facts: {
          where: "disk-fills › goes-wrong › recovery › step 1",
          expected: "exit 0",
          got: expect.stringContaining("no space left on device"),
        },
      });
    },
    drillMs,
  );
});
