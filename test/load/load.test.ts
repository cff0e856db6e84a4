import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JournalEvent } from "#harness/journal/events.ts";
import { repositoryRoot } from "#setup/repository.ts";
import { isRoot, usualCache } from "../integration/support/caches.ts";
import { run } from "../integration/support/command.ts";
import { leftBehind } from "../integration/support/left-behind.ts";
import { busyProcesses } from "./busy-processes.ts";

const ids = Array.from({ length: 20 }, (_, index) => `small-${String(index + 1).padStart(2, "0")}`);
const longestMs = 3_500_000;

/** A small scenario under twenty ids. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drillbook-load-"));
  const small = join(repositoryRoot, "test/fixtures/hurried-small.ts");
  for (const id of ids) {
    const text = `import { hurriedSmall } from ${JSON.stringify(small)};\nexport default hurriedSmall("${id}");\n`;
    writeFileSync(join(folder, `${id}.ts`), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const drill = (...args: readonly string[]) =>
  run([...args, "--scenarios", folder, "--json"], { cache: usualCache, longestMs });

type Line = JournalEvent & { readonly drill?: string };

describe.skipIf(!isRoot)("twenty drills, four at once", () => {
  test("are all verified on a host that is loaded to four times its cores", {
    timeout: 3_600_000,
  }, async () => {
    const [first = ""] = ids;
    // The images are made before there is a load.
    expect(await drill(first)).toMatchObject({ code: 0 });
    const finished = await underLoad(() => drill(...ids, "--jobs", "4"));
    const lines = finished.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Line);
    const failures = lines.filter(({ type }) => type === "failure");
    expect(failures).toEqual([]);
    const ends = lines.flatMap((line) => (line.type === "drill-ended" ? [line] : []));
    expect(ends.map((one) => [one.drill, one.verdict]).toSorted()).toEqual(ids.map((id) => [id, "verified"]));
    expect(finished.code).toBe(0);
    // The load was there: a drill is told by how much it was slowed down.
    expect(ends.filter(({ slowdown = 1 }) => slowdown >= 4).length).toBeGreaterThan(0);
    expect(leftBehind(usualCache, finished.command)).toEqual([]);
  });
});

const underLoad = async <T>(work: () => Promise<T>): Promise<T> => {
  using _busy = busyProcesses();
  return await work();
};
