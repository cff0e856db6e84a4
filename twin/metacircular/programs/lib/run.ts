/** Says one thing to people; every line ends with a line break. */
export type Print = (text: string) => void;

/** One run of a program, as a process or inside a test: what it has from outside, and what ends with it. */
export type Run = {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard output. */
  readonly print: Print;
  /** Standard error. */
  readonly warn: Print;
  /** Milliseconds since some moment; never goes back. */
  readonly now: () => number;
  /** How many times longer than usual an answer may take. */
  readonly patience: number;
  /** What was opened; closed at the end, the last one first, and no close may wait for a client. */
  readonly closing: AsyncDisposableStack;
};

/** A program that serves: it resolves when it does, and goes on until `closing` is disposed of. */
export type Program = (run: Run) => Promise<void>;
