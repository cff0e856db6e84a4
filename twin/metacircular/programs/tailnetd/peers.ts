import { type Reply, readRequest, writeReply } from "../mcns/message.ts";
import type { Answers } from "../mcns/resolver.ts";
import type { Peer } from "./config.ts";

/** The domain of every tailnet's own names. */
export const TAILNET_DOMAIN = "ts.net";

const TTL_S = 600;

const isOwn = (name: string): boolean => name === TAILNET_DOMAIN || name.endsWith(`.${TAILNET_DOMAIN}`);

/** Answers the tailnet's own names from its peers; no other server is asked for them. Others go to `rest`. */
export const withPeers = (peers: readonly Peer[], rest: Answers): Answers => {
  const replyTo = (name: string, type: string): Reply => {
    const peer = peers.find((one) => one.name === name.toLowerCase());
    if (peer === undefined) return { rcode: "NXDOMAIN", authoritative: true };
    const answers = type === "A" ? [{ name, type: "A" as const, ttl: TTL_S, data: peer.address }] : [];
    return { rcode: "NOERROR", authoritative: true, answers };
  };
  return {
    answer: async (bytes, transport) => {
      const request = readRequest(bytes);
      const question = request?.asked?.question;
      if (request === undefined || question === undefined || !isOwn(question.name.toLowerCase()))
        return rest.answer(bytes, transport);
      return writeReply(request, replyTo(question.name, question.type), { transport, recursive: true });
    },
  };
};
