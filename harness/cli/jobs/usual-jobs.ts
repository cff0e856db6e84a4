import { availableParallelism, freemem } from "node:os";
import type { DrillPlan } from "../../plan/drill-plan.ts";
import { kindsIn } from "../../plan/machine-kinds.ts";
import { usualMachineKind } from "../../scenario/machine-kind.ts";

/** What drills side by side share. */
type Host = { readonly cores: number; readonly memoryMb: number };

/** Machines of the usual kind are in networks of the container engine, which refuses a second rig with equal addresses. */
export const jobsOfUsualKind = 1;

/** More than one, because a drill also waits: for services that start, for answers that do not come. */
const jobsForEachCore = 1.5;

/** The most that a machine of any kind takes with what runs it, in MB. */
const machineMb = 2348;

const thisHost = (): Host => ({ cores: availableParallelism(), memoryMb: freemem() / 2 ** 20 });

/** How many drills run at once when the command does not say it: as many as cores and memory allow, at least one. */
export const usualJobs = (plans: readonly DrillPlan[], host = thisHost()): number => {
  const kinds = new Set(plans.flatMap(({ scenario, variant }) => [...kindsIn(scenario.rig, variant.kind)]));
  if (kinds.has(usualMachineKind)) return jobsOfUsualKind;
  const machines = Math.max(1, ...plans.map(({ scenario }) => scenario.rig.machines.length));
  return jobsOn(host, machines * machineMb);
};

/** The number of jobs on a host where each takes so much memory. */
const jobsOn = ({ cores, memoryMb }: Host, perJobMb: number): number =>
  Math.max(1, Math.min(Math.round(cores * jobsForEachCore), Math.floor(memoryMb / perJobMb)));
