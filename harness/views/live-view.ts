import type { JournalEvent } from "../journal/events.ts";
import type { EndFiles } from "./end-lines.ts";

/** A view that follows a drill while it runs; made to be subscribed to a journal. */
export interface LiveView {
  /** `line` is the event as it stands in the journal. */
  event(event: JournalEvent, line: string): void;
  /** Says something that is not in the journal, for example that Ctrl-C was heard. */
  notice(line: string): void;
  /**
   * Says how the drill of these events ended, and where to read on. Only the first call says it.
   */
  end(events: readonly JournalEvent[], files?: EndFiles): void;
  /** Leaves the terminal as it was found; may be called more than once. */
  close(): void;
}
