import type { Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Fatal, reason } from "../lib/fatal.ts";
import { listen } from "../lib/listen.ts";
import type { ListenAddress } from "../lib/listen-address.ts";
import type { Run } from "../lib/run.ts";

const LOOK_AGAIN_MS = 1_000;

type Where = Pick<Run, "print" | "warn" | "closing">;

const isMissing = (error: unknown): boolean => reason(error).includes("EADDRNOTAVAIL");

/**
 * Serves at every address that this machine has now, and at the others once it has them: the loss of one address must
 * not make the other unreachable.
 *
 * @throws Fatal when it has none of them, or one of them is taken
 */
export const listenWherePossible = async (
  addresses: readonly ListenAddress[],
  makeServer: () => Server,
  protocol: string,
  run: Where,
): Promise<void> => {
  const missing: ListenAddress[] = [];
  let problem: unknown;
  for (const address of addresses) {
    try {
      await listen(makeServer(), address, protocol, run);
    } catch (error) {
      if (!isMissing(error)) throw error;
      problem = error;
      missing.push(address);
    }
  }
  if (missing.length === addresses.length) throw problem;
  for (const address of missing) void listenLater(address, makeServer, protocol, run);
};

const listenLater = async (
  address: ListenAddress,
  makeServer: () => Server,
  protocol: string,
  run: Where,
): Promise<void> => {
  run.warn(`listen: this machine does not have ${address.host} yet\n`);
  for (;;) {
    // Does not keep the process alive; the servers at its other addresses do.
    await sleep(LOOK_AGAIN_MS, undefined, { ref: false });
    if (run.closing.disposed) return;
    try {
      return await listen(makeServer(), address, protocol, run);
    } catch (error) {
      if (isMissing(error)) continue;
      run.warn(`${error instanceof Fatal ? error.message : reason(error)}\n`);
      return;
    }
  }
};
