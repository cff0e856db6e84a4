import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JournalEvent } from "../journal/events.ts";
import { renderTimeline } from "../views/timeline/index.ts";

/** Draws what was sampled, however the drill ended, and answers the file; undefined when nothing was. */
export const writeTimeline = (
  report: string,
  events: readonly JournalEvent[],
  notice: (line: string) => void,
): string | undefined => {
  try {
    const svg = renderTimeline(events);
    if (svg === undefined) return undefined;
    const file = join(report, "timeline.svg");
    writeFileSync(file, svg);
    return file;
  } catch (error) {
    // The journal has all of it: a picture that cannot be drawn costs the drill neither its verdict nor its runbook.
    notice(`no picture of the samples: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
};
