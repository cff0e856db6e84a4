import type { Journal } from "#harness/journal/open-journal.ts";
import type { LiveView } from "#harness/views/live-view.ts";
import { openLiveView } from "#harness/views/open-live-view.ts";

/** Shows the journal while it is written: live on a terminal, as lines elsewhere, as it is with `json`. */
export const attachView = (journal: Journal, mode: "auto" | "json"): LiveView => {
  const view = openLiveView({ mode, stdout: process.stdout, stderr: process.stderr, env: process.env });
  journal.subscribe((event, line) => view.event(event, line));
  return view;
};
