import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { get } from "node:https";
import { reason } from "../lib/fatal.ts";
import { HttpProblem } from "../lib/http.ts";
import { lookupOnce } from "../lib/names.ts";
import type { AgentAuth } from "./config.ts";

const LIMIT_MS = 3_000;

/** The status with which MCIAS answers a token. */
const askStatus = ({ url, ca }: AgentAuth, authorization: string, limitMs: number): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const fields = {
    // Read each time, because a recovery may replace it.
    ca: readFileSync(ca),
    agent: false,
    headers: { authorization },
    lookup: lookupOnce,
    signal: AbortSignal.timeout(limitMs),
  };
  get(new URL("/v1/verify", url), fields, (response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  }).on("error", reject);
  return promise;
};

const wordsFor = (error: unknown, limitMs: number): string =>
  error instanceof Error && error.name === "AbortError"
    ? `no answer within ${limitMs / 1_000} s`
    : reason(error);

/**
 * Accepts a request with a valid token of MCIAS; without `auth` in the configuration, every request.
 *
 * @throws HttpProblem 401 without such a token, 503 when MCIAS does not answer.
 */
export const authorize = async (
  auth: AgentAuth | undefined,
  { headers: { authorization } }: Pick<IncomingMessage, "headers">,
  patience: number,
): Promise<void> => {
  if (auth === undefined) return;
  const limitMs = LIMIT_MS * patience;
  if (authorization === undefined)
    throw new HttpProblem(401, `a token is wanted, log in at ${auth.url} first`);
  let status: number;
  try {
    status = await askStatus(auth, authorization, limitMs);
  } catch (error) {
    throw new HttpProblem(
      503,
      `cannot ask MCIAS at ${auth.url} whose token it is: ${wordsFor(error, limitMs)}`,
    );
  }
  if (status === 401) throw new HttpProblem(401, `MCIAS at ${auth.url} does not know this token`);
  if (status !== 200)
    throw new HttpProblem(503, `cannot ask MCIAS at ${auth.url} whose token it is: answers ${status}`);
};
