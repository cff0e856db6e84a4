import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readIndex } from "#harness/diagnosis/read-index.ts";
import { recordOf } from "#harness/journal/drill-record.ts";
import { journalSchema } from "#harness/journal/events.ts";
import { phases } from "#harness/phases/index.ts";
import { inTurn } from "../in-turn.ts";
import { usualCache } from "./support/caches.ts";
import type { Finished } from "./support/command.ts";
import { drillOf, eventsOf, hasLeftNothing, writtenBy } from "./support/usual-drill.ts";

/** For what hangs: both procedures, beside other tests and a load of four busy processes. */
const drillMs = 900_000;
const drill = drillOf("uid-change", { longestMs: drillMs - 50_000 });

inTurn(usualCache);

describe("npm run drill uid-change, as it is", () => {
  let finished: Finished;
  /** When a procedure's first recovery step began, in milliseconds since 1970. */
  const recoveryBeganMs = (procedure?: string): number => {
    const began = eventsOf(finished).find(
      (event) =>
        event.type === "phase-started" && event.at.phase === "recovery" && event.at.procedure === procedure,
    );
    return began?.atMs ?? Number.NaN;
  };
  beforeAll(async () => {
    finished = await drill();
  }, drillMs);

  test("is verified, in both ways", () => {
    expect(finished.code, finished.stdout + finished.stderr).toBe(0);
    const record = recordOf(eventsOf(finished));
    expect(record.procedures.map(({ id, ended }) => [id, ended?.verdict])).toEqual([
      ["rewrite-paths", "verified"],
      ["recreate", "verified"],
    ]);
    expect(record.ended?.verdict).toBe("verified");
  });

  test("leaves nothing, and nothing of the drill before it was there to remove", () => {
    hasLeftNothing(finished);
    const progress = eventsOf(finished).flatMap((event) => (event.type === "progress" ? [event.line] : []));
    expect(progress.filter((line) => line.startsWith("removed"))).toEqual([]);
  });

  test("keeps a journal with a schema, whole from the first line to the last", () => {
    const events = eventsOf(finished);
    expect(events[0]).toMatchObject({
      type: "drill-started",
      schema: journalSchema,
      scenario: "uid-change",
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      kind: "container",
      without: [],
    });
    expect(events.slice(-2).map(({ type }) => type)).toEqual(["drill-ended", "runbook-written"]);
    const times = events.map(({ sinceMs }) => sinceMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("went through every phase, in order", () => {
    for (const procedure of recordOf(eventsOf(finished)).procedures) {
      expect(procedure.phases.map(({ phase, ok }) => [phase, ok])).toEqual(
        [...phases.map(({ name }) => name), "clean-up"].map((phase) => [phase, true]),
      );
    }
  });

  test("saw podman fail as the incident says, and DNS out until it was back", () => {
    const [rewrite, recreate] = recordOf(eventsOf(finished)).procedures;
    for (const procedure of [rewrite, recreate]) {
      const symptoms = procedure?.phases.find(({ phase }) => phase === "symptoms")?.checks ?? [];
      const podman = symptoms.find(({ outcome }) => outcome.title.startsWith("podman fails"));
      expect(podman?.outcome.got).toMatch(/^exit 125: .*default OCI runtime "crun" not found/s);
      const outages = procedure?.outages.filter(({ title }) => title.endsWith("resolves")) ?? [];
      const begunMs = recoveryBeganMs(procedure?.id);
      // From before the recovery until after its beginning; the duration, and other short outages, depend on the machine.
      expect(outages, `out at ${begunMs}`).toContainEqual({
        title: expect.any(String),
        fromMs: expect.toSatisfy((fromMs: number) => fromMs < begunMs),
        toMs: expect.toSatisfy((toMs: number) => toMs > begunMs),
      });
    }
  });

  test("measures what each procedure loses", () => {
    const lost = recordOf(eventsOf(finished)).procedures.map(({ losses }) =>
      Object.fromEntries(losses.map((loss) => [loss.id, `${loss.lost} of ${loss.before}`])),
    );
    expect(lost[0]).toMatchObject({ containers: "0 of 12" });
    expect(lost[1]).toMatchObject({ containers: "12 of 12" });
    for (const one of lost) {
      for (const [id, words] of Object.entries(one)) {
        if (id !== "containers") expect(words, id).toMatch(/^0 of [1-9]/);
      }
    }
  });

  test("writes plain lines where there is no terminal", () => {
    const [lines = "", ...tables] = finished.stdout.split("\n\n");
    expect(lines.split("\n").filter((line) => !/^\d\d:\d\d:\d\d\.\d{3} [a-z-]+ /.test(line))).toEqual([]);
    expect(tables[0]).toMatch(/^ +rewrite-paths +recreate\n {2}verdict +verified +verified\n/);
    expect(finished.stdout).not.toContain("\u001b");
    expect(finished.stdout).toMatch(/^ {2}verified +the drill took/m);
    expect(finished.stderr).toBe("");
  });

  test("writes the runbook, which an operator can follow on the real platform", () => {
    expect(writtenBy(finished)).toEqual(["uid-change.md"]);
    const [entry] = readIndex(finished.command.runbooks);
    expect(entry?.drills).toMatchObject({ container: { times: 1 } });
    expect(entry?.symptoms.flatMap(({ texts }) => texts.map(({ text }) => text))).toContain(
      'Error: default OCI runtime "crun" not found: invalid argument',
    );
    const [first = "", more = ""] = ["uid-change.md", "uid-change.more.md"].map((name) =>
      readFileSync(join(finished.command.runbooks, name), "utf8"),
    );
    expect(first).toMatch(/^---\n/);
    expect(first.split("\n").length).toBeLessThanOrEqual(400);
    const page = first + more;
    for (const words of [
      "verdict: verified",
      'default OCI runtime "crun" not found: invalid argument',
      "Rewrite the stale paths, keep every container",
      "Put the database aside, create every container again",
      "podman start mcns",
      "192.168.88.181",
      "12 of 12",
      "Never change the UID of an account that runs rootless podman",
    ]) {
      expect(page).toContain(words);
    }
    // The drill's addresses are documentation addresses.
    expect(page).not.toMatch(/\b(192\.0\.2|198\.51\.100|203\.0\.113)\.\d/);
  });
});
