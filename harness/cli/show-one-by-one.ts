import type { DrillPlan } from "../plan/drill-plan.ts";
import type { LiveView } from "../views/live-view.ts";
import { openLiveView } from "../views/open-live-view.ts";
import { onVariant } from "../views/variant-words.ts";
import type { DrillDone } from "./drill-done.ts";
import { printKindsOfEach } from "./kinds-end.ts";
import type { ShownDrills, ShowOptions } from "./shown-drills.ts";
import { shownPath } from "./shown-path.ts";

/** A view of its own for each drill; as JSON lines, also where several run at once. */
export const showOneByOne = (
  plans: readonly DrillPlan[],
  { report, json }: Omit<ShowOptions, "jobs">,
): ShownDrills => {
  const { stdout, stderr, env } = process;
  const views = new Map<DrillPlan, LiveView>();
  const hasSeveralScenarios = new Set(plans.map(({ scenario }) => scenario.id)).size > 1;
  const variantsOf = ({ scenario }: DrillPlan) =>
    plans.filter((one) => one.scenario.id === scenario.id).map(({ variant }) => variant);
  const endView = ({ plan, journal, report: folder, timelineFile: file }: DrillDone): void => {
    const timeline = file === undefined ? undefined : shownPath(file);
    views.get(plan)?.end(journal.events, { report: shownPath(folder), timeline });
    views.get(plan)?.close();
  };
  return {
    attach: (plan, journal) => {
      const variants = variantsOf(plan);
      const view = openLiveView({
        ...{ mode: json ? "json" : "auto", stdout, stderr, env },
        drill: hasSeveralScenarios ? plan.scenario.id : undefined,
        variant: variants.length > 1 ? plan.variant : undefined,
      });
      journal.subscribe((event, line) => view.event(event, line));
      views.set(plan, view);
      const which = hasSeveralScenarios ? `: ${plan.scenario.id}` : "";
      const number = `drill ${plans.indexOf(plan) + 1} of ${plans.length}${which}`;
      if (plans.length > 1) view.notice(`${number}, on ${onVariant(plan.variant, variants)}`);
    },
    // Of all drills, the one that began last is the one that is seen.
    notice: (line, plan) => (plan === undefined ? [...views.values()].at(-1) : views.get(plan))?.notice(line),
    // Of a single drill, the end tells of the page, too.
    ended: (done) => plans.length > 1 && endView(done),
    end: (all) => {
      printKindsOfEach(plans, all, { report, json });
      if (plans.length === 1) for (const done of all) endView(done);
    },
    [Symbol.dispose]: () => {
      for (const view of views.values()) view.close();
    },
  };
};
