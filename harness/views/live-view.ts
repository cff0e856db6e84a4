import type { JournalEvent } from "../journal/events.ts";

/** A view that follows a drill while it runs; made to be subscribed to a journal. */
export interface LiveView {
  /** `line` is the event as it stands in the journal. */
  event(event: JournalEvent, line: string): void;
  /** Says something that is not in the journal, for example that Ctrl-C was heard. */
  notice(line: string): void;
  /**
   * Says how the drill ended; `report` is the path of its folder or journal, `timeline` that of the picture of its
   * samples. Only the first call says it.
   */
  end(report?: string, timeline?: string): void;
  /** Leaves the terminal as it was found; may be called more than once. */
  close(): void;
}
