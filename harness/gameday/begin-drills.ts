import { runJobs } from "../cli/jobs/run-jobs.ts";
import type { Slots } from "../drill/surroundings.ts";
import { InterruptedError } from "../errors.ts";
import type { DrillPlan } from "../plan/drill-plan.ts";
import { seconds } from "../views/time-words.ts";

type BeginOptions<R> = {
  /** Drills one plan; raised, the signal ends the drill in order. The slots are those of all drills. */
  readonly drill: (plan: DrillPlan, signal: AbortSignal, slots: Slots | undefined) => Promise<R>;
  /** How many run at once. */
  readonly jobs: number;
  /** How long drills took the last time, by scenario, in milliseconds. */
  readonly lastTimes: Readonly<Record<string, number>>;
  /** The operator wants to stop: no further drill is begun. */
  readonly signal: AbortSignal;
  /** After which a drill counts as hung, in milliseconds. */
  readonly limitMs: number;
  readonly onBegin: (plan: DrillPlan) => void;
};

/** Begins to drill the plans, and answers what becomes of each; a drill that throws, or hangs, keeps no other from its own. */
export const beginDrills = <R>(
  plans: readonly DrillPlan[],
  { drill, jobs, lastTimes, signal, limitMs, onBegin }: BeginOptions<R>,
): ReadonlyMap<DrillPlan, Promise<R>> => {
  const all = plans.map((plan) => ({
    plan,
    costMs: lastTimes[plan.scenario.id],
    alone: plan.scenario.alone !== undefined,
    result: Promise.withResolvers<R>(),
  }));
  // Each is awaited by tests that may begin long after it was rejected.
  for (const { result } of all) result.promise.catch(() => {});
  const run = async ({ plan, result }: (typeof all)[number], slots: Slots | undefined): Promise<void> => {
    onBegin(plan);
    const work = (ended: AbortSignal) => drill(plan, ended, slots);
    await withinLimit(work, { limitMs, signal }).then(result.resolve, result.reject);
  };
  const notBegun = () => {
    for (const { result } of all) result.reject(new InterruptedError("interrupted before it was begun"));
  };
  void runJobs(all, run, { jobs, signal }).then(notBegun, notBegun);
  return new Map(all.map(({ plan, result }) => [plan, result.promise]));
};

/** The result of the work, or an error after the limit; the work's own signal is raised then, too. */
const withinLimit = async <R>(
  work: (signal: AbortSignal) => Promise<R>,
  { limitMs, signal }: { readonly limitMs: number; readonly signal: AbortSignal },
): Promise<R> => {
  const hung = new AbortController();
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    hung.abort();
    over.reject(new Error(`the drill has not ended within ${seconds(limitMs)}`));
  }, limitMs);
  try {
    return await Promise.race([work(AbortSignal.any([signal, hung.signal])), over.promise]);
  } finally {
    clearTimeout(timer);
  }
};
