import { type DrillRecord, recordOf } from "../journal/drill-record.ts";
import type { JournalEvent } from "../journal/events.ts";

/** The events that a live view has seen so far. */
export const followDrill = () => {
  const events: JournalEvent[] = [];
  let runbook: string | undefined;
  return {
    add: (event: JournalEvent): void => {
      events.push(event);
      if (event.type === "runbook-written") runbook = event.file;
    },
    /** Absent until the drill has begun. */
    record: (): DrillRecord | undefined =>
      events.some((event) => event.type === "drill-started") ? recordOf(events) : undefined,
    runbook: (): string | undefined => runbook,
  };
};
