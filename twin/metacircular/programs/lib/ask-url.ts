import { readFileSync } from "node:fs";
import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";
import { isGrpcUrl } from "#twin/platform/health-url.ts";
import { reason } from "./fatal.ts";
import { lookupOnce } from "./names.ts";

export type AskOptions = {
  /** The certificates that the server's is verified against; default: those that Node trusts. */
  readonly caFile: string | undefined;
  readonly timeoutMs: number;
};

const askStatus = (url: string, options: AskOptions): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(options.timeoutMs);
    // Read each time, because the file may change while the service runs.
    const trust = options.caFile === undefined ? {} : { ca: readFileSync(options.caFile) };
    const get = url.startsWith("http:") ? getHttp : getHttps;
    get(url, { ...trust, agent: false, lookup: lookupOnce, signal }, (response) => {
      resolve(response.statusCode);
      response.destroy();
    }).on("error", reject);
  });

const describe = (error: unknown, { timeoutMs }: AskOptions): string => {
  if (error instanceof Error && error.name === "AbortError") return `no answer within ${timeoutMs / 1_000} s`;
  // With several addresses the message is empty, and `errors` has one for each.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  return reason(first);
};

/**
 * The failure of this URL, `undefined` when it answers 200 in time, or, at `grpcs://host:port`, when the standard
 * health service answers `SERVING`.
 */
export const problemAtUrl = async (url: string, options: AskOptions): Promise<string | undefined> => {
  try {
    if (isGrpcUrl(url)) {
      // Most programs ask no gRPC server, and start without its library.
      const { problemOfGrpc } = await import("./grpc/ask-health.ts");
      return await problemOfGrpc(url, options);
    }
    const status = await askStatus(url, options);
    return status === 200 ? undefined : `answers ${status}`;
  } catch (error) {
    return describe(error, options);
  }
};
