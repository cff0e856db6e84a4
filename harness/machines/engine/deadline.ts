import { MachineError } from "../../errors.ts";
import { onThisHost } from "../host-load.ts";
import { hostSlowness } from "../pace.ts";
import { secondsWords } from "../seconds.ts";

/** For one call to the engine, in milliseconds. */
const callTimeoutMs = 10_000 * hostSlowness;
/** For the start of a machine, in milliseconds. */
export const startTimeoutMs = 60_000 * hostSlowness;

/**
 * The result of a call to the engine, when it comes in time.
 * @throws MachineError that names the call, when it fails or its time is over
 */
export const withDeadline = async <T>(
  call: string,
  work: Promise<T>,
  timeoutMs = callTimeoutMs,
): Promise<T> => {
  const limitMs = onThisHost(timeoutMs);
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new MachineError("the container engine did not answer", {
          command: call,
          waited: secondsWords(limitMs),
          next: "`drill doctor` shows whether the engine is alive",
        }),
      );
    }, limitMs);
  });
  try {
    return await Promise.race([work, expired]);
  } catch (cause) {
    if (cause instanceof MachineError) throw cause;
    throw new MachineError("the container engine refused a call", {
      command: call,
      got: reasonOf(cause),
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
};

/** The engine's own message, without the client library's prefix. */
export const reasonOf = (cause: unknown): string => {
  const json = (cause as { json?: { message?: unknown } } | undefined)?.json?.message;
  if (typeof json === "string") return json;
  return cause instanceof Error ? cause.message : String(cause);
};

/** The HTTP status with which the engine refused, if it was that. */
export const statusOf = (error: unknown): number | undefined => {
  const cause = error instanceof MachineError ? error.cause : error;
  const status = (cause as { statusCode?: unknown } | undefined)?.statusCode;
  return typeof status === "number" ? status : undefined;
};
