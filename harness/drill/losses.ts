import { MachineError } from "../errors.ts";
import type { Counted } from "../phases/phase-run.ts";
import { command } from "../probes/command/index.ts";
import { commandLine } from "../scenario/command-line.ts";
import type { Loss } from "../scenario/loss.ts";
import { orInterrupted } from "./clock.ts";
import { machineOf, type RunContext } from "./context.ts";
import { placeName } from "./messages.ts";

const countTimeoutMs = 20_000;

/** Counts what can be lost. @throws MachineError when something cannot be counted */
export const countAll = async (run: RunContext, losses: readonly Loss[]): Promise<Counted> => {
  const counted = new Map<string, ReadonlySet<string>>();
  for (const loss of losses) {
    const found = await count(run, loss);
    if (typeof found === "string") throw notCounted(run, loss, found);
    counted.set(loss.id, found);
  }
  return counted;
};

/** Counts what is left, by loss id; a text is what the command of one came to that cannot be counted any more. */
export const countLeft = async (
  run: RunContext,
  losses: readonly Loss[],
): Promise<ReadonlyMap<string, ReadonlySet<string> | string>> => {
  const left = new Map<string, ReadonlySet<string> | string>();
  for (const loss of losses) left.set(loss.id, await count(run, loss));
  return left;
};

const notCounted = (run: RunContext, { title, items }: Loss, got: string): MachineError =>
  new MachineError(`${title} cannot be counted`, {
    where: placeName(run, { procedure: run.procedureId, phase: "losses" }),
    command: commandLine(items, run.rig.resolveAddress),
    expected: "exit 0 and one item a line",
    got,
  });

const count = async (run: RunContext, loss: Loss): Promise<ReadonlySet<string> | string> => {
  const request = command.request(loss.items, run.rig.resolveAddress, countTimeoutMs * run.clock.slowdown());
  const seen = await orInterrupted(machineOf(run, loss.items.machine).exec(request), run.signal);
  if (seen.exitCode !== 0) return `exit ${seen.exitCode ?? seen.signal}: ${seen.stderr.trim()}`;
  return new Set(seen.stdout.split("\n").filter((line) => line !== ""));
};
