import { ScenarioError } from "../errors.ts";
import type { DnsExpectation, DnsFlag, DnsOutcome, DnsQuery } from "../probes/dns/value.ts";
import { type Check, check } from "../scenario/check.ts";
import { type Duration, milliseconds } from "../scenario/duration.ts";
import { assertKnownFields } from "../scenario/known-fields.ts";
import type { MachineHandle } from "../scenario/machine.ts";
import { type TextLike, text } from "../scenario/text.ts";
import { assertDnsName, assertDnsType } from "./question.ts";

export type DnsOptions = {
  /** An address. @default those of the machine's own /etc/resolv.conf, in their order */
  readonly server?: TextLike;
  /** @default 53 */
  readonly port?: number;
  /** @default "udp", and TCP when the answer is cut off */
  readonly protocol?: "udp" | "tcp";
  /** @default "1s" */
  readonly within?: Duration;
  /** The check's title. @default made of the name and what is expected */
  readonly as?: string;
};

/** Expectations beside the code and the records. */
type Details = Pick<DnsExpectation, "flags" | "ttl" | "soa">;

/** Codes that an answer can have beside NOERROR. Source: RFC 6895, 2.3. */
const errorCodes = ["FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "YXDOMAIN", "NOTAUTH", "NOTZONE"];

const outcomeOfCode: Readonly<Record<string, DnsOutcome>> = {
  SERVFAIL: "servfail",
  NXDOMAIN: "nxdomain",
  REFUSED: "refused",
};

/** A question, and the methods for its expected answer. */
class DnsQuestion {
  readonly #query: DnsQuery;
  readonly #title: string | undefined;
  readonly #details: Details;

  constructor(query: DnsQuery, title: string | undefined, details: Details = {}) {
    this.#query = query;
    this.#title = title;
    this.#details = details;
  }

  /** Also: these flags are set (true) or not (false). */
  withFlags(flags: Readonly<Partial<Record<DnsFlag, boolean>>>): DnsQuestion {
    // The flag tc is gone when the question is asked again over TCP.
    const query = flags.tc === true ? { ...this.#query, retryOverTcp: false } : this.#query;
    return this.#with({ flags: { ...this.#details.flags, ...flags } }, query);
  }

  /** Also: every record that is asked for may be kept this many seconds. @throws ScenarioError when that is no range */
  withTtl(least: number, most = least): DnsQuestion {
    if (!(least >= 0 && most >= least)) {
      throw new ScenarioError(`no TTL is from ${least} to ${most} seconds`, {
        next: "write the smaller number of seconds first, for example withTtl(0, 300)",
      });
    }
    return this.#with({ ttl: { least, most } });
  }

  /** Also: the SOA of this zone comes with the answer. */
  withSoa(zone: string): DnsQuestion {
    assertDnsName(zone);
    return this.#with({ soa: zone });
  }

  /** NOERROR with exactly this data in the records of the asked type. Source: RFC 1035, 4.1. */
  answers(...data: readonly TextLike[]): Check {
    return this.#check(`${this.#subject()} resolves`, { rcode: "NOERROR", answers: data.map(text) });
  }

  /** NOERROR with any record of the asked type. */
  hasAnswer(): Check {
    return this.#check(`${this.#subject()} has an answer`, { outcome: "answer" });
  }

  /** NOERROR with any content or none: what a monitor sees that checks only the code. */
  isNoError(): Check {
    return this.#check(`${this.#subject()} gets NOERROR`, { rcode: "NOERROR" });
  }

  /** NXDOMAIN. Source: RFC 2308, 2.1. */
  isNxdomain(): Check {
    return this.#check(`${this.#query.name} does not exist`, { outcome: "nxdomain" });
  }

  /** The same as `isNxdomain`. */
  isUnknown(): Check {
    return this.isNxdomain();
  }

  /** The name exists, without such a record, and a SOA says so. Source: RFC 2308, 2.2. */
  isNodata(): Check {
    return this.#check(`${this.#query.name} exists without ${this.#query.type} record`, {
      outcome: "nodata",
    });
  }

  /** NOERROR with no records at all, not even a SOA: an answer that no server should give. */
  isEmpty(): Check {
    return this.#check(`${this.#subject()} gets an empty NOERROR`, { outcome: "empty" });
  }

  /** No answer, but the names of servers that know more. Source: RFC 2308, 2.2. */
  isReferral(): Check {
    return this.#check(`${this.#subject()} gets a referral`, { outcome: "referral" });
  }

  /** The answer is truncated; the question is not asked again over TCP. Source: RFC 2181, 9. */
  isTruncated(): Check {
    return this.withFlags({ tc: true }).#check(`${this.#subject()} gets a truncated answer`, {
      outcome: "truncated",
    });
  }

  /** An error code, such as SERVFAIL. @throws ScenarioError when there is no such code */
  fails(code: string): Check {
    if (!errorCodes.includes(code)) {
      throw new ScenarioError(`DNS has no error code "${code}"`, {
        next: `write one of ${errorCodes.join(", ")}`,
      });
    }
    const outcome = outcomeOfCode[code];
    return this.#check(
      `${this.#subject()} gets ${code}`,
      outcome === undefined ? { rcode: code } : { outcome },
    );
  }

  isRefused(): Check {
    return this.fails("REFUSED");
  }

  /** No answer within the question's time limit. */
  timesOut(): Check {
    return this.#check(`${this.#subject()} gets no answer`, { outcome: "timeout" });
  }

  /** The port is closed, or the host is unreachable. */
  isUnreachable(): Check {
    return this.#check(`${this.#subject()} finds no server`, { outcome: "unreachable" });
  }

  #with(details: Details, query = this.#query): DnsQuestion {
    return new DnsQuestion(query, this.#title, { ...this.#details, ...details });
  }

  /** The name, with the type where it is not the usual one. */
  #subject(): string {
    const { name, type } = this.#query;
    return type === "A" ? name : `${name} (${type})`;
  }

  #check(claim: string, expect: DnsExpectation): Check {
    const { flags = {}, ttl, soa } = this.#details;
    const with_ = [
      ...Object.entries(flags).map(([flag, set]) => (set ? flag : `no ${flag}`)),
      ...(ttl === undefined
        ? []
        : [`a TTL of ${ttl.least === ttl.most ? "" : `${ttl.least} to `}${ttl.most} s`]),
      ...(soa === undefined ? [] : [`the SOA of ${soa}`]),
    ];
    const over = this.#query.protocol === "tcp" ? " over TCP" : "";
    const title = `${claim}${over}${with_.length === 0 ? "" : ` with ${with_.join(", ")}`}`;
    return check(this.#title ?? title, { ...this.#query, expect: { ...expect, ...this.#details } });
  }
}

/** Questions asked from inside a machine; the dig line that shows one is run there, too, and must agree. */
export const dns = (machine: Pick<MachineHandle, "name">) => ({
  /** @throws ScenarioError for a name or a type that cannot be asked for */
  asks: (name: string, type: string, options: DnsOptions = {}): DnsQuestion => {
    assertKnownFields(`asks of ${name}`, options, ["server", "port", "protocol", "within", "as"]);
    assertDnsName(name);
    assertDnsType(type);
    const query: DnsQuery = {
      kind: "dns",
      machine: machine.name,
      name,
      type,
      ...(options.server === undefined ? {} : { server: text(options.server) }),
      port: options.port ?? 53,
      protocol: options.protocol ?? "udp",
      timeoutMs: milliseconds(options.within ?? "1s"),
      expect: {},
    };
    return new DnsQuestion(query, options.as);
  },
});
