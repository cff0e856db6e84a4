import { readFileSync } from "node:fs";
import type * as plain from "node:http";
import type * as secure from "node:https";
import { messageOf, Refusal } from "../../../guest/refusal.ts";
import type { HttpObservation, HttpRequest } from "../value.ts";

/** Bytes kept of the body of an HTTP answer. */
const bodyCapBytes = 1024 * 1024;

type Result = Pick<HttpObservation, "outcome" | "error"> & Partial<HttpObservation>;

/** How far a request got: it decides what a failure is called. */
type Stage = "connecting" | "tls" | "talking";

const outcomeAt = { connecting: "unreachable", tls: "tls-failed", talking: "broken" } as const;

/** @throws Refusal when the request makes no sense */
export const parseRequest = (call: HttpRequest): URL => {
  const url = URL.parse(call.url);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new Refusal(`not an http or https URL: ${call.url}`);
  }
  if (!/^[A-Z]+$/.test(call.method)) throw new Refusal(`no HTTP method ${call.method}`);
  return url;
};

const headersOf = (message: plain.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(message.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]),
  );

/**
 * Sends one request on a connection of its own; redirects are not followed.
 * @throws Refusal when the request makes no sense
 */
export const askHttp = (call: HttpRequest): Promise<HttpObservation> => {
  const url = parseRequest(call);
  const startedMs = performance.now();
  const { promise, resolve } = Promise.withResolvers<HttpObservation>();
  let stage: Stage = "connecting";
  let request: plain.ClientRequest | undefined;
  const finish = (result: Result) => {
    clearTimeout(limit);
    resolve({
      kind: "http",
      status: 0,
      headers: {},
      body: "",
      ...result,
      durationMs: performance.now() - startedMs,
    });
    request?.destroy();
  };
  const fail = (error: unknown) => {
    // Node's advice on its own options, behind a semicolon, is of no use to an operator.
    const said = stage === "tls" ? messageOf(error).split("; if the root CA")[0] : messageOf(error);
    finish({ outcome: outcomeAt[stage], error: said ?? "" });
  };
  const limit = setTimeout(
    () => finish({ outcome: "timeout", error: `no complete answer in ${call.timeoutMs} ms` }),
    call.timeoutMs,
  );
  const options = { method: call.method, agent: false, headers: { connection: "close" } };
  try {
    // Loaded when first asked: in an emulated machine the two of them cost the agent's start a second.
    request =
      url.protocol === "http:"
        ? process.getBuiltinModule("node:http").request(url, options)
        : process.getBuiltinModule("node:https").request(url, { ...options, ...trust(call.caFile) });
  } catch (error) {
    finish({ outcome: "tls-failed", error: messageOf(error) });
    return promise;
  }
  request.on("error", fail);
  request.on("socket", (socket) => {
    socket.on("connect", () => {
      stage = url.protocol === "https:" ? "tls" : "talking";
    });
    socket.on("secureConnect", () => {
      stage = "talking";
    });
  });
  request.on("response", (response) => readBody(response, finish, fail));
  request.end();
  return promise;
};

const trust = (caFile: string | undefined): secure.RequestOptions => {
  if (caFile === undefined) return {};
  try {
    return { ca: readFileSync(caFile) };
  } catch (error) {
    throw new Error(`the file of the authority, ${caFile}, cannot be read: ${messageOf(error)}`);
  }
};

const readBody = (
  response: plain.IncomingMessage,
  finish: (result: Result) => void,
  fail: (error: unknown) => void,
): void => {
  const parts: Buffer[] = [];
  let bytes = 0;
  const answered = (error: string) =>
    finish({
      outcome: "answered",
      status: response.statusCode ?? 0,
      headers: headersOf(response),
      body: Buffer.concat(parts).subarray(0, bodyCapBytes).toString("utf8"),
      error,
    });
  response.on("data", (part: Buffer) => {
    parts.push(part);
    bytes += part.length;
    if (bytes > bodyCapBytes) answered(`the body was cut at ${bodyCapBytes} bytes`);
  });
  response.on("end", () => answered(""));
  response.on("error", fail);
};
