import { describeMatch, matches } from "../../scenario/evaluate-match.ts";
import type { Evaluation, EvaluationContext } from "../../scenario/evaluation.ts";
import { forKind, type MachineKind } from "../../scenario/machine-kind.ts";
import type { Command, CommandExpectation, CommandObservation } from "./value.ts";

const expectedExit = (
  exit: CommandExpectation["exit"],
  kind: MachineKind,
): number | "nonzero" | "any" | undefined => (typeof exit === "object" ? forKind(exit, kind) : exit);

const exitHolds = (expected: ReturnType<typeof expectedExit>, seen: CommandObservation): boolean => {
  if (seen.timedOut || expected === undefined) return false;
  if (expected === "any") return seen.exitCode !== undefined;
  if (expected === "nonzero") return seen.exitCode !== undefined && seen.exitCode !== 0;
  return seen.exitCode === expected;
};

/** Exit codes by which a shell says that the command cannot be executed, or is not found. Source: POSIX, 2.8.2. */
const neverRan = [126, 127];

/**
 * Whether the command was run and told what it was asked. One that is still trying at its time limit has: a registry
 * that does not answer is what such a check is for.
 */
const hasAnswered = ({ timedOut, exitCode }: CommandObservation): boolean =>
  timedOut || (exitCode !== undefined && !neverRan.includes(exitCode));

const endOf = (seen: CommandObservation): string => {
  if (seen.timedOut) return `no end within its time limit (killed after ${Math.round(seen.durationMs)} ms)`;
  return seen.signal === undefined ? `exit ${seen.exitCode ?? "unknown"}` : `ended by ${seen.signal}`;
};

const streamOf = (seen: CommandObservation, stream: "stdout" | "stderr" | "output"): string =>
  stream === "output" ? joined(seen.stdout, seen.stderr) : seen[stream];

const joined = (stdout: string, stderr: string): string =>
  stdout === "" || stdout.endsWith("\n") ? stdout + stderr : `${stdout}\n${stderr}`;

/** Compares what a command did with what is expected of it. */
export const evaluateCommand = (
  { expect }: Command,
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
    ...(ok || hasAnswered(seen) ? {} : { notAsked: "the command was not run, or was killed" }),
  };
};
