import type { Journal } from "#harness/journal/open-journal.ts";
import type { MachineKind } from "#harness/scenario/machine-kind.ts";
import type { LiveView } from "#harness/views/live-view.ts";
import { openLiveView } from "#harness/views/open-live-view.ts";

/**
 * Shows the journal while it is written: live on a terminal, as lines elsewhere, as it is with `json`. `among`: the
 * kind of machine, where journals of several follow each other.
 */
export const attachView = (journal: Journal, mode: "auto" | "json", among?: MachineKind): LiveView => {
  const { stdout, stderr, env } = process;
  const view = openLiveView({ mode, stdout, stderr, env, ...(among === undefined ? {} : { among }) });
  journal.subscribe((event, line) => view.event(event, line));
  return view;
};
