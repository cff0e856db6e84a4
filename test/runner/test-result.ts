/** One test, as vitest reports it. */
export type TestResult = {
  /** From the repository's root. */
  readonly file: string;
  /** The names of its suites and its own. */
  readonly name: string;
  readonly state: "passed" | "failed" | "skipped";
  readonly ms: number;
  /** The errors, each as lines: message, difference, place. */
  readonly errors: readonly string[];
};

/** What the reporter sends while vitest runs. */
export type PartEvent =
  | { readonly type: "started"; readonly files: number }
  | { readonly type: "test-ended"; readonly test: TestResult }
  | { readonly type: "file-ended"; readonly file: string };
