import { MachineError } from "../errors.ts";
import type { Place } from "../journal/events.ts";
import type { Action, PutFile } from "../scenario/action.ts";
import { commandLine } from "../scenario/command-line.ts";
import { evaluate } from "../scenario/evaluate.ts";
import { fill } from "../scenario/text.ts";
import { unknownKind } from "../scenario/walk.ts";
import { type Deadline, deadline, orInterrupted } from "./clock.ts";
import { machineOf, type RunContext } from "./context.ts";
import { type Done, withSection } from "./printed-section.ts";
import { execRequest } from "./request.ts";

export type Performed = {
  readonly ok: boolean;
  readonly command: string;
  readonly expected: string;
  readonly got: string;
  readonly durationMs: number;
};

const done: Done = { ok: true, expected: "done", got: "done" };

/** Validation keeps bundles out of steps: they are built once, when the rig's image is made. */
const contentOf = (run: RunContext, put: PutFile): string => {
  if ("bundleOf" in put.content) throw new TypeError(`${put.path}: a bundle can only be put by provision`);
  return fill(put.content, run.rig.resolveAddress);
};

const act = async (run: RunContext, action: Action, limitMs: number): Promise<Done> => {
  const machine = machineOf(run, action.machine);
  switch (action.kind) {
    case "command": {
      const observation = await machine.exec(execRequest(action, run.rig.resolveAddress, limitMs));
      const { kind, podman } = machine;
      const context = { kind, podman, resolve: run.rig.resolveAddress };
      return { ...evaluate(action, observation, context), observation };
    }
    case "put":
      await machine.writeFile(action.path, contentOf(run, action), {
        mode: action.mode,
        owner: action.owner,
      });
      return done;
    case "reboot":
      await machine.reboot();
      return done;
    case "power-loss":
      await machine.powerLoss();
      return done;
    case "network":
      await (action.change === "cut"
        ? machine.cutNetwork(action.network)
        : machine.healNetwork(action.network));
      return done;
    default:
      return unknownKind(action);
  }
};

const within = <T>(promise: Promise<T>, until: Deadline, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const graceMs = 3000;
    timer = setTimeout(
      () => reject(new MachineError(`${what} did not end`, { waited: `${until.withinMs / 1000} s` })),
      until.remainingMs() + graceMs,
    );
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
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
  const result = await orInterrupted(within(act(run, action, limitMs), until, `\`${command}\``), run.signal);
  const { ok, expected, got, ...printed } = withSection(run.scenario, action, result);
  const durationMs = time.elapsedMs();
  run.emit({
    type: "action-ended",
    at,
    machine: action.machine,
    user: action.kind === "command" ? action.user : "root",
    command,
    ok,
    expected,
    got,
    ...printed,
    durationMs,
  });
  return { ok, command, expected, got, durationMs };
};
