import type { Verdict } from "../scenario/verdict.ts";

/** When something ran, and for how long. */
export type Span = { readonly beganAtMs: number; readonly tookMs: number };

/** What the tests of a drill hand to the reporter. */
export type DrillMeta = Span & {
  readonly verdict: Verdict;
  /** By their ids; one that was not begun is missing. */
  readonly procedures: Readonly<Record<string, Span>>;
  /** What went wrong, each as lines. */
  readonly messages: readonly string[];
};

declare module "vitest" {
  interface TaskMeta {
    /** Of the test of the verdict. */
    drill?: DrillMeta;
    /** Of a test: how long the drill took for what it is about, in milliseconds. */
    tookMs?: number;
  }
}
