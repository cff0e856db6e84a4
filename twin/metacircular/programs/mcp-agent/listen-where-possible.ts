import type { Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Fatal, reason } from "../lib/fatal.ts";
import { listen } from "../lib/listen.ts";
import type { ListenAddress } from "../lib/listen-address.ts";

const LOOK_AGAIN_MS = 1_000;

const isMissing = (error: unknown): boolean => reason(error).includes("EADDRNOTAVAIL");

/**
 * Serves at every address that this machine has now, and at the others as soon as it has them: whoever has two ways
 * in must not lose both with one of them.
 *
 * @throws Fatal when it has none of them, or one of them is taken
 */
export const listenWherePossible = async (
  addresses: readonly ListenAddress[],
  makeServer: () => Server,
  protocol: string,
): Promise<void> => {
  const missing: ListenAddress[] = [];
  let problem: unknown;
  for (const address of addresses) {
    try {
      await listen(makeServer(), address, protocol);
    } catch (error) {
      if (!isMissing(error)) throw error;
      problem = error;
      missing.push(address);
    }
  }
  if (missing.length === addresses.length) throw problem;
  for (const address of missing) void listenLater(address, makeServer, protocol);
};

const listenLater = async (
  address: ListenAddress,
  makeServer: () => Server,
  protocol: string,
): Promise<void> => {
  process.stderr.write(`listen: this machine does not have ${address.host} yet\n`);
  for (;;) {
    await sleep(LOOK_AGAIN_MS);
    try {
      return await listen(makeServer(), address, protocol);
    } catch (error) {
      if (isMissing(error)) continue;
      process.stderr.write(`${error instanceof Fatal ? error.message : reason(error)}\n`);
      return;
    }
  }
};
