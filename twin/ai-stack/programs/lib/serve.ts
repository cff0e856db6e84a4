import { Fatal, reason } from "#twin/metacircular/programs/lib/fatal.ts";
import { createHttpServer, type Routes } from "#twin/metacircular/programs/lib/http.ts";
import { listen } from "#twin/metacircular/programs/lib/listen.ts";
import { type ListenAddress, parseListenAddress } from "#twin/metacircular/programs/lib/listen-address.ts";
import type { Reply } from "#twin/metacircular/programs/lib/reply.ts";

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

/** Serves until a signal ends it; what keeps it from that is one line on stderr and exit 1. */
export const serve = (start: () => Started): void => {
  // As PID 1 a signal without a handler is ignored, and each stop would then take ten seconds.
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
  const run = async () => {
    const started = start();
    await listen(createHttpServer({ tls: undefined }, started.routes), started.listen, "http");
  };
  run().catch((error: unknown) => {
    process.stderr.write(`${reason(error)}\n`);
    process.exit(1);
  });
};
