/** The JSON object that a URL answers with status 200. @throws with any other answer on one line */
export const askJson = async (url: string, timeoutMs: number): Promise<Readonly<Record<string, unknown>>> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    throw new Error(`${url}: ${whyNot(error, timeoutMs)}`);
  });
  if (!response.ok) throw new Error(`${url}: answers ${response.status}`);
  const value: unknown = await response.json().catch(() => undefined);
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new Error(`${url}: the answer is no JSON object`);
};

const whyNot = (error: unknown, timeoutMs: number): string => {
  if (error instanceof Error && error.name === "TimeoutError")
    return `no answer within ${timeoutMs / 1_000} s`;
  // fetch throws only "fetch failed"; the reason is its cause, with several addresses that of the first.
  const cause = error instanceof Error ? error.cause : undefined;
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  return first instanceof Error ? first.message : String(error);
};
