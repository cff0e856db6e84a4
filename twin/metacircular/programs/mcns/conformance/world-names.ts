import type { Answer, Question } from "dns-packet";
import { BIG_TEXTS } from "./zones.ts";

/** The world's answer to a question. */
export type Told = {
  readonly rcode: "NOERROR" | "SERVFAIL" | "NXDOMAIN" | "REFUSED";
  readonly answers?: readonly Answer[];
  readonly authorities?: readonly Answer[];
};

const TTL_S = 60;
const ADDRESS = "203.0.113.7";

const SOA: Answer = {
  name: "world.example",
  type: "SOA",
  ttl: 30,
  data: {
    mname: "ns.world.example",
    rname: "admin.world.example",
    serial: 1,
    refresh: 3_600,
    retry: 600,
    expire: 604_800,
    minimum: 30,
  },
};

const addressOf = (name: string): Told => ({
  rcode: "NOERROR",
  answers: [{ name, type: "A", ttl: TTL_S, data: ADDRESS }],
});

const aliasOf = (name: string): Told => {
  const target = "fixed.world.example";
  const alias: Answer = { name, type: "CNAME", ttl: TTL_S, data: target };
  return { rcode: "NOERROR", answers: [alias, ...(addressOf(target).answers ?? [])] };
};

// The encoder knows numbers of types by this name; its declarations do not.
const ODD = { type: "UNKNOWN_65280", data: Buffer.from("00ff10", "hex") } as unknown as Answer;

/** The answers for these names until `heal.NAME` is asked for; then they have an address. */
const ILL: Readonly<Record<string, Told>> = {
  missing: { rcode: "NXDOMAIN", authorities: [SOA] },
  failing: { rcode: "SERVFAIL" },
  refusing: { rcode: "REFUSED" },
  empty: { rcode: "NOERROR" },
};

/** Names whose last label before `world.example` selects their behaviour; all others have an address. */
export class WorldNames {
  readonly #asked = new Map<string, number>();
  readonly #healed = new Set<string>();

  ask({ name: spelled }: Question): Told {
    const name = spelled.toLowerCase();
    const [, kind = ""] = /([^.]+)\.world\.example$/.exec(name) ?? [];
    const ill = ILL[kind];
    if (ill !== undefined) return this.#askIll(name, ill);
    switch (kind) {
      case "nodata":
        return { rcode: "NOERROR", authorities: [SOA] };
      case "alias":
        return aliasOf(name);
      case "odd":
        return { rcode: "NOERROR", answers: [{ ...ODD, name, ttl: TTL_S } as Answer] };
      case "big":
        return { rcode: "NOERROR", answers: BIG_TEXTS.map((text) => this.#text(name, text, TTL_S)) };
      case "counted":
        return { rcode: "NOERROR", answers: [this.#text(name, this.#count(name), TTL_S)] };
      case "fleeting":
        return { rcode: "NOERROR", answers: [this.#text(name, this.#count(name), 0)] };
      default:
        return addressOf(name);
    }
  }

  #askIll(name: string, ill: Told): Told {
    if (name.startsWith("heal.")) {
      this.#healed.add(name.slice("heal.".length));
      return addressOf(name);
    }
    return this.#healed.has(name) ? addressOf(name) : ill;
  }

  #count(name: string): string {
    const count = (this.#asked.get(name) ?? 0) + 1;
    this.#asked.set(name, count);
    return String(count);
  }

  #text(name: string, text: string, ttl: number): Answer {
    return { name, type: "TXT", ttl, data: [text] };
  }
}
