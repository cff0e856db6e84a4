import { Fatal, reason } from "#twin/metacircular/programs/lib/fatal.ts";
import { createHttpServer, type Routes } from "#twin/metacircular/programs/lib/http.ts";
import { listen } from "#twin/metacircular/programs/lib/listen.ts";
import { type ListenAddress, parseListenAddress } from "#twin/metacircular/programs/lib/listen-address.ts";
import type { Reply } from "#twin/metacircular/programs/lib/reply.ts";
import type { Program, Run } from "#twin/metacircular/programs/lib/run.ts";

export type Started = { readonly listen: ListenAddress; readonly routes: Routes };

/** The value of an option `--listen address:port`. @throws Fatal */
export const listenOption = (text: string | undefined): ListenAddress => {
  const address = text === undefined ? undefined : parseListenAddress(text);
  if (address === undefined) throw new Fatal(`--listen ${text ?? "is missing"}: write 127.0.0.1:8091`);
  return address;
};

export const plain = (status: number, text: string): Reply => ({
  status,
  headers: { "content-type": "text/plain" },
  body: `${text}\n`,
});

/** A program that serves what `start` makes of its arguments. */
export const server =
  (start: (run: Run) => Started): Program =>
  async (run) => {
    const { listen: address, routes } = startedBy(start, run);
    await listen(createHttpServer({ tls: undefined }, routes), address, "http", run);
  };

/** Prints any error on one line. */
const startedBy = (start: (run: Run) => Started, run: Run): Started => {
  try {
    return start(run);
  } catch (error) {
    throw new Fatal(reason(error));
  }
};
