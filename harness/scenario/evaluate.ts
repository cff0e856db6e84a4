import type { CommandExpectation } from "./command.ts";
import { evaluateDns } from "./evaluate-dns.ts";
import { evaluateLookup } from "./evaluate-lookup.ts";
import { describeMatch, matches } from "./evaluate-match.ts";
import type { Evaluation, EvaluationContext } from "./evaluation.ts";
import type { MachineKind } from "./machine-kind.ts";
import type { CommandObservation, HttpObservation, Observation } from "./observation.ts";
import type { HttpExpectation, Probe } from "./probe.ts";

const expectedExit = (
  exit: CommandExpectation["exit"],
  kind: MachineKind,
): number | "nonzero" | "any" | undefined => (typeof exit === "object" ? exit[kind] : exit);

const exitHolds = (expected: ReturnType<typeof expectedExit>, seen: CommandObservation): boolean => {
  if (seen.timedOut || expected === undefined) return false;
  if (expected === "any") return seen.exitCode !== undefined;
  if (expected === "nonzero") return seen.exitCode !== undefined && seen.exitCode !== 0;
  return seen.exitCode === expected;
};

const endOf = (seen: CommandObservation): string => {
  if (seen.timedOut) return `no end within its time limit (killed after ${Math.round(seen.durationMs)} ms)`;
  return seen.signal === undefined ? `exit ${seen.exitCode ?? "unknown"}` : `ended by ${seen.signal}`;
};

const streamOf = (seen: CommandObservation, stream: "stdout" | "stderr" | "output"): string =>
  stream === "output" ? joined(seen.stdout, seen.stderr) : seen[stream];

const joined = (stdout: string, stderr: string): string =>
  stdout === "" || stdout.endsWith("\n") ? stdout + stderr : `${stdout}\n${stderr}`;

const evaluateCommand = (
  expect: CommandExpectation,
  seen: CommandObservation,
  context: EvaluationContext,
): Evaluation => {
  const exit = expectedExit(expect.exit, context.kind);
  const wrong = expect.output.filter((one) => !matches(one.match, streamOf(seen, one.stream), context));
  const ok = exitHolds(exit, seen) && wrong.length === 0;
  const wanted = expect.output.map((one) => describeMatch(one.match, context, one.stream));
  const exitText =
    exit === undefined
      ? `an exit code declared for a ${context.kind}`
      : exit === "any"
        ? ""
        : exit === "nonzero"
          ? "an exit code other than 0"
          : `exit ${exit}`;
  const printed = joined(seen.stdout, seen.stderr).trim();
  return {
    ok,
    expected: [exitText, ...wanted].filter((part) => part !== "").join(" and "),
    got: printed === "" ? `${endOf(seen)}, nothing printed` : `${endOf(seen)}: ${printed}`,
  };
};

const evaluateHttp = (
  expect: HttpExpectation,
  seen: HttpObservation,
  context: EvaluationContext,
): Evaluation => {
  const bodyHolds = expect.body === undefined || matches(expect.body, seen.body, context);
  const body = expect.body === undefined ? "" : ` and ${describeMatch(expect.body, context, "body")}`;
  return {
    ok: seen.outcome === "answered" && seen.status === expect.status && bodyHolds,
    expected: `status ${expect.status}${body}`,
    got:
      seen.outcome === "answered"
        ? `status ${seen.status}${seen.body.trim() === "" ? "" : `: ${seen.body.trim()}`}`
        : `${seen.outcome}${seen.error === "" ? "" : `: ${seen.error}`}`,
  };
};

/** Compares an observation with its probe's expectation. @throws TypeError when the two are of different kinds */
export const evaluate = (probe: Probe, seen: Observation, context: EvaluationContext): Evaluation => {
  if (probe.kind === "command" && seen.kind === "command")
    return evaluateCommand(probe.expect, seen, context);
  if (probe.kind === "dns" && seen.kind === "dns") return evaluateDns(probe, seen, context.resolve);
  if (probe.kind === "lookup" && seen.kind === "lookup") return evaluateLookup(probe, seen, context.resolve);
  if (probe.kind === "http" && seen.kind === "http") return evaluateHttp(probe.expect, seen, context);
  throw new TypeError(`a ${probe.kind} probe cannot be compared with a ${seen.kind} observation`);
};
