import { quote } from "../../scenario/shell.ts";
import { fill, type ResolveAddress } from "../../scenario/text.ts";
import type { HttpProbe } from "./value.ts";

/** The request as an operator types it. Source: curl(1). */
export const curl = (request: HttpProbe, resolve: ResolveAddress): string => {
  const { status } = request.expect;
  const shape =
    status >= 200 && status < 300
      ? ["--fail-with-body", "--silent", "--show-error"]
      : ["--silent", "--show-error", "--output", "/dev/null", "--write-out", "%{http_code}\\n"];
  const method =
    request.method === "GET" ? [] : request.method === "HEAD" ? ["--head"] : ["--request", request.method];
  return [
    ...["curl", ...shape, ...method].map(quote),
    ...trust(request, resolve),
    quote(fill(request.url, resolve)),
  ].join(" ");
};

const trust = ({ caFile, trust: options }: HttpProbe, resolve: ResolveAddress): string[] => {
  if (options !== undefined) return [fill(options, resolve)];
  return caFile === undefined ? [] : ["--cacert", quote(fill(caFile, resolve))];
};
