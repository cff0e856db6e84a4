import type { Journal } from "#harness/journal/open-journal.ts";
import type { Variant } from "#harness/scenario/variant.ts";
import type { LiveView } from "#harness/views/live-view.ts";
import { openLiveView } from "#harness/views/open-live-view.ts";

/**
 * Shows the journal while it is written: live on a terminal, as lines elsewhere, as it is with `json`. `among`: the
 * machines of this one, where journals of several drills follow each other.
 */
export const attachView = (journal: Journal, mode: "auto" | "json", among?: Variant): LiveView => {
  const { stdout, stderr, env } = process;
  const view = openLiveView({ mode, stdout, stderr, env, ...(among === undefined ? {} : { among }) });
  journal.subscribe((event, line) => view.event(event, line));
  return view;
};
