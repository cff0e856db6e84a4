import { randomInt } from "node:crypto";
import { decode, encode, type Packet, type Question, RECURSION_DESIRED } from "dns-packet";
import type { ListenAddress } from "../lib/listen-address.ts";
import { AnswerCache } from "./answer-cache.ts";
import { type Reply, rcodeName } from "./message.ts";
import { exchangeOverTcp, exchangeOverUdp } from "./upstream.ts";

const TIMEOUT_MS = 2_000;

const toReply = (packet: Packet): Reply => ({
  rcode: rcodeName(packet.flags ?? 0) ?? "SERVFAIL",
  answers: packet.answers ?? [],
  authorities: packet.authorities ?? [],
});

/** A reply that can be passed on; after any other the next server is asked. */
const isUsable = ({ rcode }: Reply): boolean => rcode === "NOERROR" || rcode === "NXDOMAIN";

const answersQuestion = (packet: Packet, question: Question): boolean =>
  packet.type === "response" &&
  packet.questions?.[0]?.name.toLowerCase() === question.name.toLowerCase() &&
  packet.questions[0].type === question.type;

/** Forwards questions to other servers, in order, and caches their replies. */
export class Forwarder {
  readonly #servers: readonly ListenAddress[];
  readonly #cache: AnswerCache;
  readonly #timeoutMs: number;

  constructor(servers: readonly ListenAddress[], timeoutMs = TIMEOUT_MS, nowMs: () => number = Date.now) {
    this.#servers = servers;
    this.#timeoutMs = timeoutMs;
    this.#cache = new AnswerCache(nowMs);
  }

  /** The first usable reply; SERVFAIL when no server gave one in time. */
  async ask(question: Question): Promise<Reply> {
    const known = this.#cache.get(question);
    if (known !== undefined) return known;
    for (const server of this.#servers) {
      const reply = await this.#askServer(server, question);
      if (reply === undefined || !isUsable(reply)) continue;
      this.#cache.put(question, reply);
      return reply;
    }
    return { rcode: "SERVFAIL" };
  }

  async #askServer(server: ListenAddress, question: Question): Promise<Reply | undefined> {
    const id = randomInt(65_536);
    const request = encode({ type: "query", id, flags: RECURSION_DESIRED, questions: [question] });
    // A spoofed reply with a wrong id must not end the wait.
    const hasId = (bytes: Buffer) => bytes.length >= 12 && bytes.readUInt16BE(0) === id;
    try {
      const short = decode(await exchangeOverUdp(server, request, this.#timeoutMs, hasId));
      const packet = short.flag_tc ? decode(await exchangeOverTcp(server, request, this.#timeoutMs)) : short;
      return packet.id === id && answersQuestion(packet, question) ? toReply(packet) : undefined;
    } catch {
      // A silent or garbled server counts as down: ask the next.
      return undefined;
    }
  }
}
