/** Prints one message; every line ends with a line break. */
export type Print = (text: string) => void;

/** One run of a program, as a process or inside a test: its environment, and the resources that end with it. */
export type Run = {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard output. */
  readonly print: Print;
  /** Standard error. */
  readonly warn: Print;
  /** Milliseconds since some moment; never goes back. */
  readonly now: () => number;
  /** The factor by which answers may take longer than usual. */
  readonly patience: number;
  /** Open resources, closed at the end in reverse order; no close may wait for a client. */
  readonly closing: AsyncDisposableStack;
};

/** A server program: resolves when it serves, and runs until `closing` is disposed. */
export type Program = (run: Run) => Promise<void>;
