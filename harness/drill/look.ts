import type { CheckOutcome } from "#harness/journal/events.ts";
import type { Check } from "#harness/scenario/check.ts";
import { commandLine } from "#harness/scenario/command-line.ts";
import { evaluate } from "#harness/scenario/evaluate.ts";
import type { Observation } from "#harness/scenario/observation.ts";
import type { Probe } from "#harness/scenario/probe.ts";
import { orInterrupted } from "./clock.ts";
import { machineOf, type RunContext } from "./context.ts";
import { dnsRequest, execRequest, httpCall } from "./request.ts";

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
  }
};

/** Looks at a check once; the answer tells whether it holds, and what was seen. */
export const look = async (run: RunContext, check: Check, limitMs: number): Promise<CheckOutcome> => {
  const resolve = run.rig.resolveAddress;
  const { kind } = machineOf(run, check.probe.machine);
  const observation = await orInterrupted(observe(run, check.probe, limitMs), run.signal);
  const seen = evaluate(check.probe, observation, { kind, resolve });
  const ok = seen.ok !== check.negated;
  if (!ok) run.seenRed.add(check.title);
  else if (check.opposes !== undefined) run.seenRed.add(check.opposes);
  return {
    title: check.title,
    command: commandLine(check.probe, resolve),
    machine: check.probe.machine,
    user: check.probe.kind === "command" ? check.probe.user : "root",
    ok,
    expected: check.negated ? `anything but ${seen.expected}` : seen.expected,
    got: seen.got,
    observation,
  };
};
