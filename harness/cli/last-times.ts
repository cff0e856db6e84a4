import { readFileSync } from "node:fs";
import { join } from "node:path";
import { namesIn } from "../machines/files.ts";

const isGameDay = (name: string): boolean => /-gameday(-\d+)?$/.test(name);

/** How long each drill took in the latest game day of this folder in which it verified, in milliseconds. */
export const lastTimes = (reports: string, ids: readonly string[]): Readonly<Record<string, number>> => {
  const latestFirst = namesIn(reports).filter(isGameDay).sort().reverse();
  return Object.fromEntries(
    ids.flatMap((id) => {
      for (const name of latestFirst) {
        const time = verifiedIn(join(reports, name, id, "journal.ndjson"));
        if (time !== undefined) return [[id, time]];
      }
      return [];
    }),
  );
};

/** A journal that is missing, cut off or of another drillbook tells nothing; it is no reason to stop. */
const verifiedIn = (journalFile: string): number | undefined => {
  try {
    const end = readFileSync(journalFile, "utf8")
      .split("\n")
      .findLast((line) => line.includes('"type":"drill-ended"'));
    const { verdict, durationMs } = JSON.parse(end ?? "{}") as { verdict?: unknown; durationMs?: unknown };
    return verdict === "verified" && typeof durationMs === "number" ? durationMs : undefined;
  } catch {
    return undefined;
  }
};
