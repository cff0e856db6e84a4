import { ExpectationError } from "../errors.ts";
import type { Loss, LossReport } from "../scenario/loss.ts";
import type { Phase } from "./phase.ts";
import type { Counted } from "./phase-run.ts";

/** What was lost is what the procedure declares. */
export const losses: Phase<"losses"> = {
  name: "losses",
  work: (scenario) => ({ losses: scenario.losses }),
  run: async (drill, work) => {
    const after = await drill.count(work.losses);
    const reports = work.losses.map((loss) =>
      compare(loss, drill.counted, after, drill.procedure.loses[loss.id]),
    );
    for (const report of reports) drill.reportLoss(report);
    for (const report of reports) judge(report, drill.where);
  },
  measure: async (drill, work) => {
    const left = await drill.countLeft(work.losses);
    for (const loss of work.losses) {
      const found = left.get(loss.id);
      const has = typeof found === "string" ? new Map() : new Map([[loss.id, found ?? new Set<string>()]]);
      const report = compare(loss, drill.counted, has);
      drill.reportLoss(typeof found === "string" ? { ...report, uncounted: found } : report, false);
    }
  },
  failure: { verdict: "failed" },
  words: { unit: "count", tells: "steps and checks" },
  plan: (scenario) => [{ title: "losses, counted before the fault and at the end", items: scenario.losses }],
};

const mostExamples = 5;

const compare = (loss: Loss, before: Counted, after: Counted, declared?: string): LossReport => {
  const [had = new Set<string>(), has = new Set<string>()] = [before.get(loss.id), after.get(loss.id)];
  const gone = [...had].filter((item) => !has.has(item));
  return {
    id: loss.id,
    title: loss.title,
    before: had.size,
    kept: had.size - gone.length,
    lost: gone.length,
    gained: [...has].filter((item) => !had.has(item)).length,
    examples: gone.slice(0, mostExamples),
    ...(declared === undefined ? {} : { declared }),
  };
};

/** @throws ExpectationError when something is lost that the procedure does not declare, or kept that it says is lost */
const judge = (report: LossReport, where: string): void => {
  if (report.lost > 0 && report.declared === undefined) {
    throw new ExpectationError(`${report.lost} of ${report.before} ${report.title} are lost`, {
      where,
      claimed: `the procedure loses no ${report.title}`,
      expected: `all ${report.before} kept`,
      got: `${report.kept} kept; lost: ${report.examples.join(", ")}`,
      next: "correct the procedure, or declare the loss with its reason under `loses`",
    });
  }
  if (report.lost === 0 && report.declared !== undefined) {
    throw new ExpectationError(`no ${report.title} are lost, although the procedure says so`, {
      where,
      claimed: report.declared,
      expected: "at least one lost",
      got: `all ${report.before} kept`,
      next: "take the loss out of `loses`: a runbook must not warn of a loss that does not happen",
    });
  }
};
