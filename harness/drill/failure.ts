import { DrillbookError, HostNotReadyError, InterruptedError, RigNotReadyError } from "../errors.ts";
import type { Verdict } from "../scenario/verdict.ts";

/** What an error that ended a run says of the incident; whatever is unexpected is unknown, never a pass. */
export const verdictOfError = (error: unknown): Verdict => {
  if (error instanceof InterruptedError) return "interrupted";
  if (!(error instanceof DrillbookError)) return "unknown";
  if (error.code === "expectation-failed") return "failed";
  return error.code === "not-reproduced" ? "not-reproduced" : "unknown";
};

/** Whether every procedure would end with this error: it lies in the host or the rig. Another may be chance. */
export const stopsEveryProcedure = (error: unknown): error is DrillbookError =>
  error instanceof HostNotReadyError || error instanceof RigNotReadyError;

export type Failure = {
  readonly code: string;
  readonly headline: string;
  readonly facts: Readonly<Record<string, string>>;
};

/** The error as the journal keeps it; only a bug of our own carries a trace. */
export const describeError = (error: unknown, where: string): Failure => {
  if (!(error instanceof DrillbookError)) {
    const headline = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const trace = error instanceof Error ? (error.stack ?? "") : "";
    return { code: "bug", headline: `drillbook itself failed: ${headline}`, facts: { where, trace } };
  }
  const facts = Object.entries({ where, ...error.facts }).flatMap(([key, value]) =>
    typeof value === "string" && key !== "cause" ? [[key, value] as const] : [],
  );
  return { code: error.code, headline: error.message, facts: Object.fromEntries(facts) };
};

/** One line that says what clean-up could not do, and why. */
export const cleanUpHeadline = (error: unknown): string => {
  if (!(error instanceof DrillbookError)) return error instanceof Error ? error.message : String(error);
  const { command, got, waited, next } = error.facts;
  const told = [command, got?.replaceAll("\n", ", "), waited === undefined ? undefined : `waited ${waited}`];
  const facts = told.filter((one) => one !== undefined).join(", ");
  return [facts === "" ? error.message : `${error.message} (${facts})`, next].filter(Boolean).join("; ");
};
