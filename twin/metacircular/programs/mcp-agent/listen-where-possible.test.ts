import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Run } from "../lib/run.ts";
import { Recorded } from "../testing/run-program.ts";
import { listenWherePossible } from "./listen-where-possible.ts";

const made: Server[] = [];
const makeServer = (): Server => {
  const server = createServer();
  made.push(server);
  return server;
};
let run: Run;
beforeEach(() => {
  ({ run } = new Recorded([]));
});
afterEach(async () => {
  made.splice(0);
  await run.closing.disposeAsync();
});

const here = { host: "127.0.0.1", port: 0 };
// An address for documentation: no machine has it.
const elsewhere = { host: "192.0.2.1", port: 0 };

const served = () => made.filter((server) => server.listening).map((server) => server.address());

test("what this machine has is listened on, though another address is missing", async () => {
  await listenWherePossible([elsewhere, here], makeServer, "https", run);
  expect(served()).toEqual([expect.objectContaining({ address: "127.0.0.1" })]);
});

test("with none of the addresses it ends", async () => {
  await expect(listenWherePossible([elsewhere], makeServer, "https", run)).rejects.toThrow(
    /listen: .*EADDRNOTAVAIL/,
  );
});

test("an address that is taken ends it, wherever else it could listen", async () => {
  await listenWherePossible([here], makeServer, "https", run);
  const taken = (made[0] as Server).address() as { address: string; port: number };
  const twice = { host: taken.address, port: taken.port };
  await expect(listenWherePossible([here, twice], makeServer, "https", run)).rejects.toThrow(/EADDRINUSE/);
});
