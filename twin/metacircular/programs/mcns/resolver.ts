import type { Print } from "../lib/run.ts";
import { askZones } from "./authority.ts";
import type { Forwarder } from "./forwarder.ts";
import { OPCODE_BITS, type Reply, type Request, readRequest, type Transport, writeReply } from "./message.ts";
import { type AskedQuestion, isPlainName } from "./question.ts";
import type { RecordStore } from "./records.ts";

/** Zone transfers are refused. Source: RFC 5936, 5. */
const TRANSFERS: ReadonlySet<string> = new Set(["AXFR", "IXFR"]);

const problemOf = ({ flags, asked, opts }: Request): Reply["rcode"] | undefined => {
  if ((flags & OPCODE_BITS) !== 0) return "NOTIMP";
  if (asked === undefined || opts.length > 1) return "FORMERR";
  if (opts.some(({ ednsVersion }) => ednsVersion > 0)) return "BADVERS";
  const { class: family = "IN", type } = asked.question;
  return family !== "IN" || TRANSFERS.has(type) ? "REFUSED" : undefined;
};

/** Turns a request into the bytes of its answer; `undefined` when it needs none. */
export type Answers = { answer(bytes: Buffer, transport: Transport): Promise<Buffer | undefined> };

/** Answers requests from the zones, or from a forwarder when there is one. */
export class Resolver {
  readonly #store: RecordStore;
  readonly #forwarder: Forwarder | undefined;
  readonly #warn: Print;

  constructor(store: RecordStore, forwarder: Forwarder | undefined, warn: Print) {
    this.#store = store;
    this.#forwarder = forwarder;
    this.#warn = warn;
  }

  async #resolve({ question }: AskedQuestion): Promise<Reply> {
    const own = askZones(this.#store, question);
    if (own !== undefined) return { ...own, authoritative: true };
    if (this.#forwarder === undefined || !isPlainName(question.name)) return { rcode: "REFUSED" };
    return this.#forwarder.ask(question);
  }

  /** The answer to these bytes, `undefined` when they need none; any failure is a SERVFAIL. */
  async answer(bytes: Buffer, transport: Transport): Promise<Buffer | undefined> {
    const request = readRequest(bytes);
    if (request === undefined) return undefined;
    const how = { transport, recursive: this.#forwarder !== undefined };
    const rcode = problemOf(request);
    try {
      const isGood = rcode === undefined && request.asked !== undefined;
      const reply = isGood ? await this.#resolve(request.asked) : { rcode: rcode ?? "FORMERR" };
      return writeReply(request, reply, how);
    } catch (error) {
      this.#warn(`resolve: ${error instanceof Error ? error.message : String(error)}\n`);
      return writeReply(request, { rcode: "SERVFAIL" }, how);
    }
  }
}
