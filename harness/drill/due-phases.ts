import { phases } from "../phases/index.ts";
import type { SavedState } from "../phases/phase.ts";

/**
 * What is left to go through on machines that start from this saved state, parted by the sampling. A state that an
 * earlier drill saved is looked at: its last phase is due, too.
 */
export const duePhases = (from: SavedState | undefined) => {
  const saved = phases.findIndex(({ savedAs }) => savedAs !== undefined && savedAs === from);
  const due = phases.slice(from === "faulted" ? saved + 1 : Math.max(0, saved));
  const first = due.findIndex(({ isSampled }) => isSampled);
  const end = due.findLastIndex(({ isSampled }) => isSampled) + 1;
  return { before: due.slice(0, first), sampled: due.slice(first, end), after: due.slice(end) };
};
