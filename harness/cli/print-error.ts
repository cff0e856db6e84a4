import { DrillbookError } from "../errors.ts";

const bugExit = 70;

/** Writes the error to stderr as a person reads it, and answers the exit code for it. */
export const printError = async (error: unknown): Promise<number> => {
  const [{ renderError }, { default: picocolors }] = await Promise.all([
    import("../views/error.ts"),
    import("picocolors"),
  ]);
  const colors = picocolors.createColors(process.stderr.isTTY === true && picocolors.isColorSupported);
  process.stderr.write(renderError(error, { colors, columns: process.stderr.columns ?? 100 }));
  if (error instanceof DrillbookError) return error.exitCode;
  if (process.env["DRILLBOOK_TRACE"] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return bugExit;
};
