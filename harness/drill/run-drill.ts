import { join } from "node:path";
import type { EventBody } from "#harness/journal/events.ts";
import { journalSchema } from "#harness/journal/events.ts";
import type { RigHost } from "#harness/machines/rig-host.ts";
import { digestOf } from "#harness/scenario/digest.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { assertValid } from "#harness/scenario/validate.ts";
import { type Verdict, worst } from "#harness/scenario/verdict.ts";
import { type Clock, orInterrupted } from "./clock.ts";
import type { Without } from "./context.ts";
import { describeError, verdictOfError } from "./failure.ts";
import { runProcedure } from "./run-procedure.ts";

export type DrillSettings = {
  readonly scenario: Scenario;
  /** Procedures to run, in this order. */
  readonly procedures: readonly string[];
  readonly without: Without;
  readonly keep: boolean;
  readonly host: RigHost;
  readonly clock: Clock;
  /** Raised when the operator wants to stop. */
  readonly signal: AbortSignal;
  readonly emit: (event: EventBody) => void;
  readonly reportDir: string;
  readonly version: string;
  readonly commit: string;
};

/** What was left out on purpose, in words. */
export const withoutWords = (without: Without): string[] => [
  ...(without.fault ? ["the fault"] : []),
  ...without.steps.map((step) => `recovery step ${step}`),
];

/**
 * Runs the procedures of a scenario one after the other, each on fresh machines, and answers the worst verdict.
 * @throws ScenarioError when the scenario is not valid; no machine was touched then
 */
export const runDrill = async (settings: DrillSettings): Promise<Verdict> => {
  const { scenario, emit, host, clock, signal } = settings;
  assertValid(scenario);
  const startMs = clock.monotonicMs();
  emit({
    type: "drill-started",
    schema: journalSchema,
    scenario: scenario.id,
    title: scenario.title,
    digest: `sha256:${digestOf(scenario)}`,
    drillbook: settings.version,
    commit: settings.commit,
    kind: host.kind,
    procedures: settings.procedures,
    without: withoutWords(settings.without),
  });
  const verdict = await runAll(settings);
  emit({ type: "drill-ended", verdict, durationMs: clock.monotonicMs() - startMs });
  return verdict;

  async function runAll(all: DrillSettings): Promise<Verdict> {
    try {
      await orInterrupted(
        host.prepare(scenario.rig, (line) => emit({ type: "progress", line })),
        signal,
      );
    } catch (error) {
      const at = { procedure: all.procedures[0] ?? "", phase: "prepare" as const };
      emit({ type: "failure", at, ...describeError(error, `${scenario.id} › prepare`) });
      return verdictOfError(error);
    }
    const seen: Verdict[] = [];
    for (const procedureId of all.procedures) {
      const procedure = scenario.procedures[procedureId];
      if (!procedure) throw new TypeError(`no procedure ${procedureId}`);
      const one = {
        scenario,
        procedureId,
        procedure,
        without: all.without,
        clock,
        signal,
        emit,
        host,
        keep: all.keep,
      };
      seen.push(await runProcedure({ ...one, evidenceDir: join(all.reportDir, "evidence") }));
      if (signal.aborted) return "interrupted";
    }
    return worst(seen);
  }
};
