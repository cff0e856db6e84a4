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
  for (const loss of losses) counted.set(loss.id, await count(run, loss));
  return counted;
};

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
