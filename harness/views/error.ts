import picocolors from "picocolors";
import { DrillbookError } from "../errors.ts";
import { type BlockStyle, factLines } from "./message-block.ts";
import { oneLine } from "./visible.ts";
import { fold } from "./width.ts";

type ErrorOptions = Partial<BlockStyle> & {
  /** Where the whole story of an unexpected error was written. */
  readonly reportFile?: string;
};

/** An error as the user reads it: what is wrong, where, the facts, what to do next; never a stack trace. */
export const renderError = (error: unknown, options: ErrorOptions = {}): string => {
  const style = { colors: options.colors ?? picocolors.createColors(false), columns: options.columns ?? 100 };
  const message = error instanceof DrillbookError ? known(error) : unknown(error, options.reportFile);
  const headline = fold(oneLine(message.headline), style.columns - 2).map((line, index) =>
    index === 0 ? `${style.colors.red("✗")} ${line}` : `  ${line}`,
  );
  return `${[...headline, ...factLines(message, "  ", style)].join("\n")}\n`;
};

const known = (error: DrillbookError) => {
  const { cause, ...facts } = error.facts;
  const because =
    cause instanceof Error && cause.message !== facts.got ? { cause: oneLine(cause.message) } : {};
  return { headline: error.message, facts: { ...facts, ...because } };
};

const unknown = (error: unknown, reportFile: string | undefined) => ({
  headline:
    error instanceof Error
      ? `${error.name}: ${error.message}`
      : `a value that is no Error was thrown: ${String(error)}`,
  facts: {
    claimed: "this is a bug in drillbook",
    ...(reportFile === undefined ? {} : { report: reportFile }),
    next:
      reportFile === undefined
        ? "please report it, with the command that you ran"
        : "please report it, with that file",
  },
});
