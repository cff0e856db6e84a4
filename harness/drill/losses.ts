import { ExpectationError, MachineError } from "../errors.ts";
import type { LossReport } from "../journal/events.ts";
import { command } from "../probes/command/index.ts";
import { commandLine } from "../scenario/command-line.ts";
import type { Loss } from "../scenario/loss.ts";
import { orInterrupted } from "./clock.ts";
import { machineOf, type RunContext } from "./context.ts";
import { placeName } from "./messages.ts";

const countTimeoutMs = 20_000;
const mostExamples = 5;

/** Items by loss id. */
export type Counted = ReadonlyMap<string, ReadonlySet<string>>;

const count = async (run: RunContext, loss: Loss): Promise<ReadonlySet<string>> => {
  const request = command.request(loss.items, run.rig.resolveAddress, countTimeoutMs);
  const seen = await orInterrupted(machineOf(run, loss.items.machine).exec(request), run.signal);
  if (seen.exitCode !== 0) {
    throw new MachineError(`${loss.title} cannot be counted`, {
      where: placeName(run, { procedure: run.procedureId, phase: "losses" }),
      command: commandLine(loss.items, run.rig.resolveAddress),
      expected: "exit 0 and one item a line",
      got: `exit ${seen.exitCode ?? seen.signal}: ${seen.stderr.trim()}`,
    });
  }
  return new Set(seen.stdout.split("\n").filter((line) => line !== ""));
};

/** Counts what the scenario can lose; done before the fault. */
export const countAll = async (run: RunContext): Promise<Counted> => {
  const counted = new Map<string, ReadonlySet<string>>();
  for (const loss of run.scenario.losses) counted.set(loss.id, await count(run, loss));
  return counted;
};

export const compare = (
  loss: Loss,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  declared?: string,
): LossReport => {
  const gone = [...before].filter((item) => !after.has(item));
  return {
    id: loss.id,
    title: loss.title,
    before: before.size,
    kept: before.size - gone.length,
    lost: gone.length,
    gained: [...after].filter((item) => !before.has(item)).length,
    examples: gone.slice(0, mostExamples),
    ...(declared === undefined ? {} : { declared }),
  };
};

/** @throws ExpectationError when something is lost that the procedure does not declare, or kept that it says is lost */
export const judge = (run: RunContext, report: LossReport): void => {
  const where = placeName(run, { procedure: run.procedureId, phase: "losses" });
  if (report.lost > 0 && report.declared === undefined) {
    throw new ExpectationError(`${report.lost} of ${report.before} ${report.title} are lost`, {
      where,
      claimed: `the procedure loses no ${report.title}`,
      expected: `all ${report.before} kept`,
      got: `${report.kept} kept; lost: ${report.examples.join(", ")}`,
      next: "mend the procedure, or declare the loss with its reason under `loses`",
    });
  }
  if (report.lost === 0 && report.declared !== undefined) {
    throw new ExpectationError(`no ${report.title} are lost, although the procedure says so`, {
      where,
      claimed: report.declared,
      expected: "at least one lost",
      got: `all ${report.before} kept`,
      next: "take the loss out of `loses`: a runbook must not frighten without reason",
    });
  }
};
