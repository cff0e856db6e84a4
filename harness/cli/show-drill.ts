import type { JournalEvent } from "../journal/events.ts";
import type { Journal } from "../journal/open-journal.ts";
import { DrillNotice, type RunningDrill } from "../machines/host/running-drills.ts";

type Shown = Omit<RunningDrill, "owner">;

/** Shows the drill of this journal to `drill ps`, from its first line to its last. */
export const showDrill = (journal: Pick<Journal, "subscribe">, dir?: string): void => {
  const notice = new DrillNotice(dir);
  let shown: Shown | undefined;
  journal.subscribe((event) => {
    const next = after(shown, event);
    if (event.type === "drill-ended") notice.remove();
    else if (next !== undefined && next !== shown) notice.write(next);
    shown = next;
  });
};

/** As the drill is after an event. */
const after = (drill: Shown | undefined, event: JournalEvent): Shown | undefined => {
  if (event.type === "drill-started") {
    return { sinceMs: event.atMs, scenario: event.scenario, kind: event.kind, procedures: [] };
  }
  if (drill === undefined) return undefined;
  switch (event.type) {
    case "progress":
      return { ...drill, activity: event.line };
    case "procedure-started":
      return inPhase(drill, event.procedure, undefined);
    case "phase-started":
      return inPhase(drill, event.at.procedure, event.at.phase);
    case "procedure-ended":
      return { ...drill, procedures: drill.procedures.filter(({ id }) => id !== event.procedure) };
    default:
      return drill;
  }
};

const inPhase = (drill: Shown, id: string, phase: string | undefined): Shown => ({
  ...drill,
  procedures: [...drill.procedures.filter((one) => one.id !== id), { id, phase }],
  activity: undefined,
});
