import type { EventOf, ProcedureRecord } from "../journal/drill-record.ts";

/** "the same faulted machines as recreate", "machines saved after their set-up". */
export const startWords = ({ state, of }: Pick<EventOf<"started-from">, "state" | "of">): string => {
  if (state === "ready") return "machines saved after their set-up";
  return of === undefined ? "machines saved after the fault" : `the same faulted machines as ${of}`;
};

/** In a word or two, for a column. */
export const startWord = ({ startedFrom }: ProcedureRecord): string => {
  if (startedFrom === undefined) return "fresh machines";
  if (startedFrom.state === "ready") return "saved set-up";
  return startedFrom.of === undefined ? "saved incident" : `incident of ${startedFrom.of}`;
};

/** "the machines, with the fault in them". */
export const savedWords = ({ state }: Pick<EventOf<"state-saved">, "state">): string =>
  `the machines, ${state === "ready" ? "set up" : "with the fault in them"}`;
