import type { Packet, Question } from "dns-packet";
import { askZones } from "./authority.ts";
import type { Forwarder } from "./forwarder.ts";
import { type Reply, replyTo } from "./message.ts";
import type { RecordStore } from "./records.ts";

/** The bits of the header that hold the kind of question; 0 is a plain one. */
const OPCODE_BITS = 0x7800;

const problemOf = (request: Packet): Reply["rcode"] | undefined => {
  if (((request.flags ?? 0) & OPCODE_BITS) !== 0) return "NOTIMP";
  if (request.questions?.length !== 1) return "FORMERR";
  if (request.questions[0]?.class !== undefined && request.questions[0].class !== "IN") return "REFUSED";
  return undefined;
};

/** Answers a request from the zones, or from a forwarder when there is one. */
export class Resolver {
  readonly #store: RecordStore;
  readonly #forwarder: Forwarder | undefined;

  constructor(store: RecordStore, forwarder: Forwarder | undefined) {
    this.#store = store;
    this.#forwarder = forwarder;
  }

  async #answer(question: Question): Promise<Reply> {
    const own = askZones(this.#store, question);
    if (own !== undefined) return { ...own, authoritative: true };
    if (this.#forwarder === undefined) return { rcode: "REFUSED" };
    return this.#forwarder.ask(question);
  }

  async resolve(request: Packet): Promise<Packet> {
    const recursive = this.#forwarder !== undefined;
    const problem = problemOf(request);
    if (problem !== undefined) return replyTo(request, { rcode: problem }, recursive);
    try {
      return replyTo(request, await this.#answer(request.questions?.[0] as Question), recursive);
    } catch (error) {
      process.stderr.write(`resolve: ${error instanceof Error ? error.message : String(error)}\n`);
      return replyTo(request, { rcode: "SERVFAIL" }, recursive);
    }
  }
}
