import type { Answers } from "../mcns/resolver.ts";
import { exchangeOverTcp, exchangeOverUdp } from "../mcns/upstream.ts";

const HEADER_BYTES = 12;
const IS_RESPONSE = 0x80;
const RECURSION_AVAILABLE = 0x80;
const SERVFAIL = 2;
const PORT = 53;

/** The request as a SERVFAIL reply. Source: RFC 1035, 4.1.1. */
export const servfail = (request: Buffer): Buffer => {
  const reply = Buffer.from(request);
  reply[2] = (request[2] ?? 0) | IS_RESPONSE;
  reply[3] = RECURSION_AVAILABLE | SERVFAIL;
  return reply;
};

/** Forwards queries unchanged, to the first server that answers, without a cache. */
export const relayTo = (nameservers: readonly string[], timeoutMs: number, port = PORT): Answers => ({
  answer: async (bytes, transport) => {
    if (bytes.length < HEADER_BYTES) return undefined;
    const exchange = transport === "tcp" ? exchangeOverTcp : exchangeOverUdp;
    for (const host of nameservers) {
      try {
        return await exchange({ host, port }, bytes, timeoutMs);
      } catch {
        // Silent, closed or gone: ask the next.
      }
    }
    return servfail(bytes);
  },
});
