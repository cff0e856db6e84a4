import { recordOf } from "../journal/drill-record.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { openManyView } from "../views/open-live-view.ts";
import { onVariant } from "../views/variant-words.ts";
import { printKindsOfEach } from "./kinds-end.ts";
import type { ShownDrills, ShowOptions } from "./shown-drills.ts";
import { shownPath } from "./shown-path.ts";

/** One view with a line for each drill, and at the end what each came to. */
export const showManyDrills = (
  plans: readonly DrillPlan[],
  { report }: Pick<ShowOptions, "report">,
): ShownDrills => {
  const { stdout, env } = process;
  const names = plans.map((plan) => nameAmong(plan, plans));
  const nameOf = (plan: DrillPlan): string => names[plans.indexOf(plan)] ?? plan.scenario.id;
  const view = openManyView(names, { mode: "auto", stdout, env });
  return {
    attach: (plan, journal) => {
      const own = view.of(nameOf(plan));
      journal.subscribe((event, line) => own.event(event, line));
    },
    notice: (line, plan) => (plan === undefined ? view : view.of(nameOf(plan))).notice(line),
    ended: () => {},
    end: (all) => {
      view.close();
      printKindsOfEach(plans, all, { report, json: false });
      const records = new Map(all.map(({ plan, journal }) => [plan, recordOf(journal.events)]));
      const ends = plans.map((plan) => ({ name: nameOf(plan), record: records.get(plan) }));
      view.end(ends, shownPath(report));
    },
    [Symbol.dispose]: () => view.close(),
  };
};

/** "uid-change", or "uid-change on a VM" where the scenario has drills on several kinds or versions. */
const nameAmong = ({ scenario, variant }: DrillPlan, plans: readonly DrillPlan[]): string => {
  const variants = plans.filter((one) => one.scenario.id === scenario.id).map((one) => one.variant);
  return variants.length === 1 ? scenario.id : `${scenario.id} on ${onVariant(variant, variants)}`;
};
