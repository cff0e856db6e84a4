/** How Node says that the other side hung up before it said anything. */
const hungUp = /ECONNRESET|EPIPE|socket hang up|socket disconnected/;

/** Whether a server answered, be it nonsense. A connection that is ended before a word is no answer. */
export const isAnswered = (seen: { readonly outcome: string; readonly error: string }): boolean =>
  seen.outcome !== "timeout" && seen.outcome !== "unreachable" && !hungUp.test(seen.error);
