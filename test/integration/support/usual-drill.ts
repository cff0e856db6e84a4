import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { JournalEvent } from "#harness/journal/events.ts";
import { usualCache } from "./caches.ts";
import { type CommandOptions, type Finished, run } from "./command.ts";
import { leftBehind } from "./left-behind.ts";

/** A drill of one of the repository's scenarios, to its end; `longestMs` for a drill of every procedure. */
export const drillOf =
  (scenario: string, options: Pick<CommandOptions, "longestMs"> = {}) =>
  (...args: string[]): Promise<Finished> =>
    run([scenario, ...args], { cache: usualCache, ...options });

export const eventsOf = ({ command }: Finished): readonly JournalEvent[] => command.journal.events();

/** The pages in the folder of runbooks. */
export const writtenBy = ({ command }: Finished): string[] =>
  existsSync(command.runbooks)
    ? readdirSync(command.runbooks).filter(
        (name) => /(?<!\.(?:short|proof|more))\.md$/.test(name) && name !== "README.md",
      )
    : [];

export const hasLeftNothing = ({ command }: Finished): void => {
  expect(leftBehind(usualCache, command)).toEqual([]);
};

/** A drill that was not verified, or that left something out, has a journal, evidence and a picture, and no page. */
export const wroteNone = (finished: Finished): void => {
  expect(writtenBy(finished)).toEqual([]);
  expect(existsSync(join(finished.command.runbooks, "symptoms"))).toBe(false);
  expect(readdirSync(finished.command.journal.folder).sort()).toEqual([
    ...["evidence", "journal.ndjson", "timeline.svg"],
  ]);
  expect(finished.stdout).toContain("no runbook written");
};
