import type { JournalEvent } from "../../journal/events.ts";
import { procedureOf } from "../../journal/procedure-of.ts";
import { packageNames } from "../../variants/versions.ts";
import type { Style } from "./layout.ts";
import { follow, newProgress, type Progress } from "./progress.ts";
import { finishedActivity, stayingLines } from "./staying-lines.ts";

/** What goes on right now; `procedure` where procedures run side by side. */
export type Running = { readonly procedure?: string; readonly progress: Progress };

type SideBySide = Required<Running> & { readonly lines: string[] };

/**
 * The lines that the events of a drill leave on a terminal, and its progress after them. Where procedures run side by
 * side, the lines of each come together, when it has ended.
 */
export class DrillLines {
  readonly #progress = newProgress();
  /** Those that have begun and not ended, where they run side by side. */
  readonly #begun = new Map<string, SideBySide>();
  #isSideBySide = false;
  #procedures: readonly string[] = [];
  #packages: readonly string[] = [];

  get isSideBySide(): boolean {
    return this.#isSideBySide;
  }

  /** Each procedure that runs, where they run side by side; else the drill. */
  get running(): readonly [Running, ...Running[]] {
    const [first, ...others] = this.#begun.values();
    return first === undefined ? [{ progress: this.#progress }] : [first, ...others];
  }

  /** The lines of procedures that have not ended, where they run side by side. */
  get held(): string[] {
    return [...this.#begun.values()].flatMap(({ lines }) => lines);
  }

  /** What this event adds. */
  add(event: JournalEvent, style: Style): string[] {
    if (event.type === "drill-started") {
      this.#procedures = event.procedures;
      this.#packages = packageNames(event.versions);
      this.#isSideBySide = event.atOnce !== undefined;
    }
    if (!this.#isSideBySide) return this.#after(this.#progress, event, style);
    if (event.type === "procedure-started") return this.#begin(event.procedure, event, style);
    const own = this.#begun.get(procedureOf(event) ?? "");
    if (own === undefined) return this.#after(this.#progress, event, style);
    own.lines.push(...this.#after(own.progress, event, style));
    if (event.type !== "procedure-ended") return [];
    this.#begun.delete(own.procedure);
    this.#progress.between = "cleaning up";
    return own.lines;
  }

  #begin(procedure: string, event: JournalEvent, style: Style): string[] {
    const lines = finishedActivity(this.#progress, event.atMs, style);
    delete this.#progress.activity;
    const own = { procedure, progress: newProgress(), lines: [] as string[] };
    own.lines.push(...this.#after(own.progress, event, style));
    this.#begun.set(procedure, own);
    return lines;
  }

  #after(progress: Progress, event: JournalEvent, style: Style): string[] {
    const [procedures, packages] = [this.#procedures, this.#packages];
    const lines = [
      ...finishedActivity(progress, event.atMs, style),
      ...stayingLines(event, { progress, procedures, packages, style }),
    ];
    follow(progress, event);
    return lines;
  }
}
