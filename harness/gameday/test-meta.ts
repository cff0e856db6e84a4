import type { Verdict } from "../scenario/verdict.ts";

/** When something ran, and for how long. */
export type Span = { readonly beganAtMs: number; readonly tookMs: number };

/** The data that the tests of a drill pass to the reporter. */
export type DrillMeta = Span & {
  readonly verdict: Verdict;
  /** By id; a procedure that did not begin is missing. */
  readonly procedures: Readonly<Record<string, Span>>;
  /** The failures, each as lines. */
  readonly messages: readonly string[];
};

declare module "vitest" {
  interface TaskMeta {
    /** Of the test of the verdict. */
    drill?: DrillMeta;
    /** The test's duration in the drill, in milliseconds. */
    tookMs?: number;
  }
}
