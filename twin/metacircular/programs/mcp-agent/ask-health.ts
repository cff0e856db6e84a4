import { readFileSync } from "node:fs";
import { get as getHttp, type IncomingMessage } from "node:http";
import { get as getHttps } from "node:https";
import { isGrpcUrl } from "#twin/platform/health-url.ts";
import { problemOfGrpc } from "../lib/grpc/ask-health.ts";

const LIMIT_MS = 8_000;
const LONGEST_ANSWER = 65_536;

const readText = async (response: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > LONGEST_ANSWER) break;
  }
  return text;
};

/** The reason in the answer; services of the platform send `{"reason":"…"}`. */
const reasonIn = (text: string): string => {
  try {
    const { reason } = JSON.parse(text) as { readonly reason?: unknown };
    if (typeof reason === "string") return `: ${reason}`;
  } catch {
    // Any other body is not printed.
  }
  return "";
};

/**
 * The reason why the component does not work, `undefined` when it answers 200, or `SERVING` over gRPC.
 *
 * @param caFile Read each time, because a recovery may replace it.
 */
export const askHealth = async (
  url: string,
  caFile: string | undefined,
  patience: number,
): Promise<string | undefined> => {
  const limitMs = LIMIT_MS * patience;
  if (isGrpcUrl(url)) return problemOfGrpc(url, { caFile, timeoutMs: limitMs });
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  try {
    const signal = AbortSignal.timeout(limitMs);
    const trust = caFile === undefined ? {} : { ca: readFileSync(caFile) };
    // A new connection each time, so that the current container answers.
    const request = url.startsWith("https:")
      ? getHttps(url, { ...trust, agent: false, signal }, resolve)
      : getHttp(url, { agent: false, signal }, resolve);
    request.on("error", reject);
    const response = await promise;
    const text = await readText(response);
    return response.statusCode === 200 ? undefined : `${response.statusCode}${reasonIn(text)}`;
  } catch (error) {
    const { name, message } = error as Error;
    return name === "AbortError" || name === "TimeoutError" ? `no answer within ${limitMs} ms` : message;
  }
};
