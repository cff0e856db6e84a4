import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFailed, test } from "vitest";
import { shareBase } from "../shared-images.ts";
import { isRoot, usualCache } from "./support/caches.ts";
import { type RunningCommand, run, start } from "./support/command.ts";
import { leftBehind, processesIn } from "./support/left-behind.ts";

/** Builds the machine image in an empty cache; each test continues where the one before ended. */
describe.skipIf(!isRoot)("the build of the machine image", () => {
  let cache: string;
  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), "drillbook-it-cache-"));
    shareBase(usualCache, cache);
  });
  afterAll(() => rmSync(cache, { recursive: true }));

  const building = async (): Promise<RunningCommand> => {
    const command = start(["small", "--procedure", "copy"], { fixture: "small", cache });
    // Its work must end before the next test, which uses the same engine.
    onTestFailed(() => command.kill());
    // The first step that runs something in the image, and the longest.
    await command.journal.reached(
      "a step that runs in the image",
      (event) => event.type === "progress" && /Step \d+\/\d+ : RUN .*install-packages\.sh/.test(event.line),
    );
    return command;
  };

  test("Ctrl-C in the middle ends it, and leaves nothing", async () => {
    const command = await building();
    command.signalGroup("SIGINT");
    expect(await command.ended()).toMatchObject({ code: 130, stderr: "" });
    expect(command.journal.events().at(-1)).toMatchObject({ type: "drill-ended", verdict: "interrupted" });
    expect(leftBehind(cache, command)).toEqual([]);
  });

  test("killed in the middle, nothing of it goes on, and drill clean removes the rest", async () => {
    const command = await building();
    command.signalAlone("SIGKILL");
    expect(await command.ended()).toMatchObject({ signal: "SIGKILL" });
    await expect.poll(() => processesIn(cache), { timeout: 100_000 }).toEqual([]);
    const clean = await run(["clean"], { cache });
    expect(clean).toMatchObject({ code: 0, stderr: "" });
    expect(leftBehind(cache, clean.command)).toEqual([]);
  });

  test("the next drill builds it whole, and the one after that not at all", async () => {
    const next = await run(["small", "--procedure", "copy"], { fixture: "small", cache });
    expect(next.code).toBe(0);
    expect(next.stdout).toMatch(/built the machine image in/);
    expect(leftBehind(cache, next.command)).toEqual([]);
    const after = await run(["small", "--procedure", "copy"], { fixture: "small", cache });
    expect(after.code).toBe(0);
    expect(after.stdout).not.toContain("machine image");
  });
});
