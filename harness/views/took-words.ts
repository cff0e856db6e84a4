import type { EventOf } from "../journal/drill-record.ts";
import { seconds } from "./time-words.ts";

/** "the drill took 40 s", and by how much a busy host slowed it down. */
export const tookWords = ({
  durationMs,
  slowdown,
}: Pick<EventOf<"drill-ended">, "durationMs" | "slowdown">): string => {
  const took = `the drill took ${seconds(durationMs)}`;
  return slowdown === undefined
    ? took
    : `${took} on a busy host, which slowed it down ${slowdown.toFixed(1)} times; its time limits were longer by as much`;
};
