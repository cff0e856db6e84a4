import { type IncomingMessage, request } from "node:http";
import type { TLSSocket } from "node:tls";
import type { CommandRun } from "./command-run.ts";
import type { McpConfig } from "./config.ts";
import { type Connecting, connectToAny } from "./connect.ts";

/** Longer than an agent's limits for podman and a health URL together. */
export const ANSWER_LIMIT_MS = 15_000;
/** A busy agent sends a line every five seconds. */
const SILENCE_LIMIT_MS = 20_000;

/** How agents, the master and MCIAS are asked. */
export type Asking = Connecting;

export const askingWith = ({ ca }: McpConfig, { environment, patience }: CommandRun): Asking => ({
  ca,
  environment,
  patience,
});

/** The server was reached, and its answer is an error or invalid. */
export class AnswerProblem extends Error {}

type Question = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  readonly token?: string | undefined;
};

const send = (socket: TLSSocket, address: string, { method, path, body, token }: Question) => {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const credentials = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { host: address, connection: "close", ...credentials };
  request({ createConnection: () => socket, method, path, headers }, resolve)
    .on("error", reject)
    .end(body);
  return promise;
};

const readAll = async (response: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) text += chunk;
  return text;
};

/** The error message in the server's answer. */
const errorIn = (text: string): string => {
  try {
    const { error, reason } = JSON.parse(text) as { readonly error?: unknown; readonly reason?: unknown };
    if (typeof error === "string") return error;
    if (typeof reason === "string") return reason;
  } catch {
    // Then the text itself is shown.
  }
  return text.trim().slice(0, 200);
};

const expectOk = async (response: IncomingMessage): Promise<void> => {
  if (response.statusCode !== 200)
    throw new AnswerProblem(`answered ${response.statusCode}: ${errorIn(await readAll(response))}`);
};

/** Ends the connection, and every wait for it, when it was silent for so long. */
const limitSilence = (socket: TLSSocket, limitMs: number): void => {
  socket.setTimeout(limitMs, () =>
    socket.destroy(new AnswerProblem(`no answer within ${limitMs / 1_000} s`)),
  );
};

/**
 * The JSON answer of the first reachable address; with `body` the request is a POST.
 *
 * @throws ConnectProblem or AnswerProblem
 */
export const askJson = async (
  addresses: readonly string[],
  path: string,
  asking: Asking,
  body?: unknown,
): Promise<{ readonly address: string; readonly value: unknown }> => {
  const { socket, address } = await connectToAny(addresses, asking);
  const limitMs = ANSWER_LIMIT_MS * asking.patience;
  const limit = setTimeout(() => {
    socket.destroy(new AnswerProblem(`no answer within ${limitMs / 1_000} s`));
  }, limitMs);
  try {
    const question =
      body === undefined
        ? ({ method: "GET", path } as const)
        : ({ method: "POST", path, body: JSON.stringify(body) } as const);
    const response = await send(socket, address, question);
    await expectOk(response);
    const text = await readAll(response);
    try {
      return { address, value: JSON.parse(text) };
    } catch {
      throw new AnswerProblem(`answered no JSON: ${text.slice(0, 200)}`);
    }
  } finally {
    clearTimeout(limit);
    socket.destroy();
  }
};

/** With the token, if one is required. */
export type Credentials = Asking & { readonly token?: string | undefined };

/** Requests work and yields the lines of the answer as they arrive. @throws ConnectProblem or AnswerProblem */
export async function* askLines(
  addresses: readonly string[],
  path: string,
  body: unknown,
  credentials: Credentials,
): AsyncGenerator<string, void> {
  const { socket, address } = await connectToAny(addresses, credentials);
  limitSilence(socket, SILENCE_LIMIT_MS);
  try {
    const response = await send(socket, address, {
      method: "POST",
      path,
      body: JSON.stringify(body),
      token: credentials.token,
    });
    await expectOk(response);
    let rest = "";
    for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } finally {
    socket.destroy();
  }
}
