/** One mistake in the code, and the tests that must find it. */
export type Mutant = {
  readonly name: string;
  /** What the mistake does to drillbook. */
  readonly breaks: string;
  /** Like `before`, from the repository's root. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly before: string;
  readonly after: string;
  readonly tests: readonly string[];
  /** The project of vitest that has the tests. @default "unit" */
  readonly part?: string;
};
