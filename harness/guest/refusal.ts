/** A call that cannot be executed; its message is the answer. */
export class Refusal extends Error {}

/** The message of an unexpected failure in an answer: the system's error. */
export const messageOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map(messageOf).join("; ");
  }
  return error instanceof Error ? error.message : String(error);
};

/** The system's error code, such as ENOENT; empty when there is none. */
export const codeOf = (error: unknown): string => {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "";
};
