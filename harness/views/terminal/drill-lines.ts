import type { JournalEvent } from "../../journal/events.ts";
import { packageNames } from "../../variants/versions.ts";
import type { Style } from "./layout.ts";
import { follow, newProgress } from "./progress.ts";
import { finishedActivity, stayingLines } from "./staying-lines.ts";

/** The lines that the events of a drill leave on a terminal, and its progress after them. */
export class DrillLines {
  readonly progress = newProgress();
  #procedures: readonly string[] = [];
  #packages: readonly string[] = [];

  /** What this event adds. */
  add(event: JournalEvent, style: Style): string[] {
    const { progress } = this;
    if (event.type === "drill-started") {
      this.#procedures = event.procedures;
      this.#packages = packageNames(event.versions);
    }
    const [procedures, packages] = [this.#procedures, this.#packages];
    const lines = [
      ...finishedActivity(progress, event.atMs, style),
      ...stayingLines(event, { progress, procedures, packages, style }),
    ];
    follow(progress, event);
    return lines;
  }
}
