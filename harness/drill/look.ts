import type { CheckOutcome } from "../journal/events.ts";
import type { Check } from "../scenario/check.ts";
import { commandLine } from "../scenario/command-line.ts";
import { evaluateCheck } from "../scenario/evaluate-check.ts";
import type { Observation, Probe } from "../scenario/probe.ts";
import { userOf } from "../scenario/user-of.ts";
import { orInterrupted } from "./clock.ts";
import { contextOf, machineOf, type RunContext } from "./context.ts";
import { requestOf } from "./request.ts";
import { secondOpinion } from "./second-opinion.ts";

const observe = (run: RunContext, probe: Probe, limitMs: number): Promise<Observation> => {
  const machine = machineOf(run, probe.machine);
  const slowness = machine.slowness * run.clock.slowdown();
  return machine.observe(requestOf(probe, run.rig.resolveAddress, { limitMs, slowness }));
};

/** Looks at a check once; the answer tells whether it holds, and what was seen. */
export const look = async (run: RunContext, check: Check, limitMs: number): Promise<CheckOutcome> => {
  const resolve = run.rig.resolveAddress;
  const { probe } = check;
  const observation = await orInterrupted(observe(run, probe, limitMs), run.signal);
  const {
    ok: holds,
    expected,
    got,
    notAsked,
  } = evaluateCheck(check, observation, contextOf(run, probe.machine));
  // What is wrong already needs no second opinion.
  const dig = holds ? await orInterrupted(secondOpinion(run, check, observation), run.signal) : undefined;
  const disagreement = dig?.disagreement;
  if (!holds && notAsked === undefined) run.seenRed.add(check.title);
  // A disagreement does not show which of the two is right: it makes nothing red.
  else if (holds && check.opposes !== undefined && disagreement === undefined) run.seenRed.add(check.opposes);
  return {
    title: check.title,
    command: commandLine(probe, resolve),
    machine: probe.machine,
    user: userOf(probe),
    ok: holds && disagreement === undefined,
    expected: disagreement === undefined ? expected : `${expected}, and dig to say the same`,
    got: disagreement === undefined ? got : `${got}; dig says: ${disagreement}`,
    observation,
    ...(notAsked === undefined ? {} : { notAsked }),
    ...(dig === undefined ? {} : { dig: dig.printed }),
  };
};
