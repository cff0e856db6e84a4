import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { JournalEvent } from "#harness/journal/events.ts";
import { readJournal } from "#harness/journal/testing/read-journal.ts";
import type { PhaseName } from "#harness/phases/index.ts";

const pollMs = 5;
const longestMs = 450_000;

export type Wanted = (event: JournalEvent) => boolean;

/** The journal of a drill, read while it is written. */
export class FollowedJournal {
  readonly #reports: string;
  readonly #said: () => string;
  #ended = false;

  constructor(reports: string, said: () => string) {
    this.#reports = reports;
    this.#said = said;
  }

  /** The drill has ended, so that no more events will come. */
  noMore(): void {
    this.#ended = true;
  }

  /** The report's folder, which must be the only one. */
  get folder(): string {
    const names = existsSync(this.#reports) ? readdirSync(this.#reports) : [];
    if (names.length !== 1) throw new Error(`${names.length} reports in ${this.#reports}\n${this.#said()}`);
    return join(this.#reports, names[0] ?? "");
  }

  get file(): string {
    return join(this.folder, "journal.ndjson");
  }

  get exists(): boolean {
    return existsSync(this.#reports) && readdirSync(this.#reports).length > 0 && existsSync(this.file);
  }

  /** Every event, each line parsed. @throws when a line is not whole */
  events(): readonly JournalEvent[] {
    return readJournal(this.file);
  }

  /** Resolves as soon as the journal holds such an event. */
  async reached(what: string, wanted: Wanted): Promise<JournalEvent> {
    const untilMs = performance.now() + longestMs;
    for (;;) {
      // Read after this, so that every event before the end is seen.
      const last = this.#ended || performance.now() > untilMs;
      const found = this.#linesSoFar().find(wanted);
      if (found) return found;
      if (last) throw new Error(`the drill never reached: ${what}\n${this.#said()}`);
      await pause(pollMs);
    }
  }

  reachedPhase(phase: PhaseName): Promise<JournalEvent> {
    return this.reached(phase, (event) => event.type === "phase-started" && event.at.phase === phase);
  }

  #linesSoFar(): JournalEvent[] {
    if (!this.exists) return [];
    const lines = readFileSync(this.file, "utf8").split("\n");
    return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalEvent);
  }
}
