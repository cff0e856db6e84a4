import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { recordOf } from "#harness/journal/drill-record.ts";
import { usualCache } from "../integration/support/caches.ts";
import { type Finished, run } from "../integration/support/command.ts";
import { leftBehind } from "../integration/support/left-behind.ts";

/** For what hangs: twelve services are made, started and recovered twice on an emulated processor, on a busy host. */
const drillMs = 2_700_000;

describe("npm run drill uid-change -- --on qemu", () => {
  let finished: Finished;
  beforeAll(async () => {
    finished = await run(["uid-change", "--on", "qemu"], { cache: usualCache, longestMs: drillMs });
  }, drillMs + 60_000);

  test("is verified in both ways, the second from the incident of the first", () => {
    expect(finished.code, finished.stdout + finished.stderr).toBe(0);
    const events = finished.command.journal.events();
    const record = recordOf(events);
    expect(record.procedures.map(({ id, ended }) => [id, ended?.verdict])).toEqual([
      ["rewrite-paths", "verified"],
      ["recreate", "verified"],
    ]);
    expect(events.filter(({ type }) => type === "started-from").at(-1)).toMatchObject({
      procedure: "recreate",
      state: "faulted",
    });
  });

  test("writes the page of a machine of its own", () => {
    const page = readFileSync(join(finished.command.runbooks, "uid-change.md"), "utf8");
    expect(page).toContain("RunRoot is pointing to a path (/run/user/995/containers)");
  });

  test("leaves nothing", () => {
    expect(leftBehind(usualCache, finished.command)).toEqual([]);
  });
});
