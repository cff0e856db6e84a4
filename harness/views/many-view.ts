import type { DrillRecord } from "../journal/drill-record.ts";
import type { LiveView } from "./live-view.ts";

/** A drill of several at the end of their command. */
export type ManyEnd = {
  readonly name: string;
  /** Absent when it was not begun. */
  readonly record?: DrillRecord | undefined;
};

/** A view that follows several drills while they run. */
export interface ManyView {
  /** Where the events and notices of one of them go; its `end` says nothing, because the end of all of them does. */
  of(name: string): LiveView;
  /** Says something of the whole command that is in no journal, for example that Ctrl-C was heard. */
  notice(line: string): void;
  /** How all of them ended, in this order, and where to read on. */
  end(all: readonly ManyEnd[], report: string): void;
  /** Leaves the terminal as it was found; may be called more than once. */
  close(): void;
}
