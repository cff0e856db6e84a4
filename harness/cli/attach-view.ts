import type { Journal } from "../journal/open-journal.ts";
import type { Variant } from "../scenario/variant.ts";
import type { LiveView } from "../views/live-view.ts";
import { openLiveView } from "../views/open-live-view.ts";

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
