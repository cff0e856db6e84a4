import { createReadStream } from "node:fs";
import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

/** Part of a file, sent as it is read; `end` is the first byte that is not sent. */
export type FilePart = { readonly file: string; readonly start: number; readonly end: number };

export type Content = string | Buffer | FilePart;

export type Reply<Body extends Content = string> = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Body;
};

const isFilePart = (body: Content): body is FilePart => typeof body === "object" && "file" in body;

const lengthOf = (body: Content): number =>
  isFilePart(body) ? body.end - body.start : Buffer.byteLength(body);

const sendFile = async (response: ServerResponse, { file, start, end }: FilePart): Promise<void> => {
  if (response.req.method === "HEAD" || start === end) response.end();
  else await pipeline(createReadStream(file, { start, end: end - 1 }), response);
};

/** Sends the reply. @throws when the client or the file is gone. */
export const send = async (
  response: ServerResponse,
  { status, headers, body }: Reply<Content>,
): Promise<void> => {
  // Without a body there is no length. Source: RFC 9110, 8.6.
  const length = status === 204 ? {} : { "content-length": lengthOf(body) };
  response.writeHead(status, { ...length, ...headers });
  if (isFilePart(body)) await sendFile(response, body);
  else response.end(body);
};
