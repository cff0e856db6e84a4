/** The service cannot run; the message is the one line that it prints. */
export class Fatal extends Error {}

/** The first line of a thrown value. */
export const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "unknown";
