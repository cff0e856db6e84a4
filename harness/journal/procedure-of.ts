import type { EventBody } from "./events.ts";

/** The procedure that an event belongs to; undefined where it is the whole drill's. */
export const procedureOf = (event: EventBody): string | undefined => {
  if ("at" in event) return event.at.procedure;
  return "procedure" in event ? event.procedure : undefined;
};
