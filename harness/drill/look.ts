import type { CheckOutcome } from "../journal/events.ts";
import type { Check } from "../scenario/check.ts";
import { commandLine } from "../scenario/command-line.ts";
import { evaluate } from "../scenario/evaluate.ts";
import type { Observation } from "../scenario/observation.ts";
import type { Probe } from "../scenario/probe.ts";
import { unknownKind } from "../scenario/walk.ts";
import { orInterrupted } from "./clock.ts";
import { machineOf, type RunContext } from "./context.ts";
import { dnsRequest, execRequest, httpCall, lookupRequest } from "./request.ts";
import { askDig, type SecondOpinion } from "./second-opinion.ts";

const observe = (run: RunContext, probe: Probe, limitMs: number): Promise<Observation> => {
  const machine = machineOf(run, probe.machine);
  const { slowness } = machine;
  const resolve = run.rig.resolveAddress;
  switch (probe.kind) {
    case "command":
      return machine.exec(execRequest(probe, resolve, limitMs));
    case "dns":
      return machine.dns(dnsRequest(probe, resolve, { limitMs, slowness }));
    case "http":
      return machine.http(httpCall(probe, resolve, { limitMs, slowness }));
    case "lookup":
      return machine.lookUp(lookupRequest(probe, { limitMs, slowness }));
    default:
      return unknownKind(probe);
  }
};

/** dig is asked only where our own client sees what is expected: what is wrong already needs no second opinion. */
const secondOpinion = async (
  run: RunContext,
  check: Check,
  own: Observation,
): Promise<SecondOpinion | undefined> =>
  check.probe.kind === "dns" && own.kind === "dns"
    ? orInterrupted(askDig(run, check.probe, own, check), run.signal)
    : undefined;

/** Looks at a check once; the answer tells whether it holds, and what was seen. */
export const look = async (run: RunContext, check: Check, limitMs: number): Promise<CheckOutcome> => {
  const resolve = run.rig.resolveAddress;
  const { probe } = check;
  const { kind, podman } = machineOf(run, probe.machine);
  const observation = await orInterrupted(observe(run, probe, limitMs), run.signal);
  const seen = evaluate(probe, observation, { kind, podman, resolve });
  const holds = seen.ok !== check.negated;
  const dig = holds ? await secondOpinion(run, check, observation) : undefined;
  const disagreement = dig?.disagreement;
  if (!holds) run.seenRed.add(check.title);
  // Where the two disagree, nobody knows which of them is right: that makes nothing red.
  else if (check.opposes !== undefined && disagreement === undefined) run.seenRed.add(check.opposes);
  const expected = check.negated ? `anything but ${seen.expected}` : seen.expected;
  return {
    title: check.title,
    command: commandLine(probe, resolve),
    machine: probe.machine,
    user: probe.kind === "command" ? probe.user : "root",
    ok: holds && disagreement === undefined,
    expected: disagreement === undefined ? expected : `${expected}, and dig to say the same`,
    got: disagreement === undefined ? seen.got : `${seen.got}; dig says: ${disagreement}`,
    observation,
    ...(dig === undefined ? {} : { dig: dig.printed }),
  };
};
