import type { Performed as Done } from "../actions/definition.ts";
import { MachineError } from "../errors.ts";
import type { Place } from "../journal/events.ts";
import { type Action, actionDefinition } from "../scenario/action.ts";
import { commandLine } from "../scenario/command-line.ts";
import { userOf } from "../scenario/user-of.ts";
import { type Deadline, deadline, inTime, orInterrupted } from "./clock.ts";
import { machineOf, type RunContext } from "./context.ts";
import { withSection } from "./printed-section.ts";

export type Performed = {
  readonly ok: boolean;
  readonly command: string;
  readonly expected: string;
  readonly got: string;
  readonly durationMs: number;
};

const act = (run: RunContext, action: Action, limitMs: number): Promise<Done> =>
  actionDefinition(action.kind).perform(action, {
    machine: machineOf(run, action.machine),
    versions: run.plan.variant.versions,
    resolve: run.rig.resolveAddress,
    limitMs,
    // Validation keeps bundles out of steps: they are built once, when the rig's image is made.
    bundle: (entryFile) => {
      throw new TypeError(`${entryFile}: a bundle can only be put by provision`);
    },
  });

const within = <T>(run: RunContext, promise: Promise<T>, until: Deadline, what: string): Promise<T> => {
  const limitMs = until.remainingMs() + 3000 * run.clock.slowdown();
  const waited = `${until.withinMs / 1000} s`;
  return inTime(promise, limitMs, () => new MachineError(`${what} did not end`, { waited }));
};

/** Does one action and writes down what came of it. @throws MachineError when the machine fails or hangs */
export const perform = async (
  run: RunContext,
  at: Place,
  action: Action,
  until: Deadline,
): Promise<Performed> => {
  const command = commandLine(action, run.rig.resolveAddress);
  const time = deadline(run.clock, until.withinMs);
  const limitMs = Math.max(1, until.remainingMs());
  const result = await orInterrupted(
    within(run, act(run, action, limitMs), until, `\`${command}\``),
    run.signal,
  );
  const { ok, expected, got, ...printed } = withSection(run.plan.scenario, action, result);
  const durationMs = time.elapsedMs();
  run.emit({
    type: "action-ended",
    at,
    machine: action.machine,
    user: userOf(action),
    command,
    ok,
    expected,
    got,
    ...printed,
    durationMs,
  });
  return { ok, command, expected, got, durationMs };
};
