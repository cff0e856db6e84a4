import { type Check, check } from "../scenario/check.ts";
import { type Duration, milliseconds } from "../scenario/duration.ts";
import type { MachineHandle } from "../scenario/machine.ts";
import type { DnsExpectation, DnsQuery } from "../scenario/probe.ts";
import { type TextLike, text } from "../scenario/text.ts";

export type DnsOptions = {
  readonly server: TextLike;
  /** @default 53 */
  readonly port?: number;
  /** @default "udp" */
  readonly protocol?: "udp" | "tcp";
  /** @default "1s" */
  readonly within?: Duration;
};

/** Questions asked from inside a machine. */
export const dns = (machine: Pick<MachineHandle, "name">) => ({
  asks: (name: string, type: string, options: DnsOptions) => {
    const query = (expect: DnsExpectation): DnsQuery => ({
      kind: "dns",
      machine: machine.name,
      name,
      type,
      server: text(options.server),
      port: options.port ?? 53,
      protocol: options.protocol ?? "udp",
      timeoutMs: milliseconds(options.within ?? "1s"),
      expect,
    });
    const over = options.protocol === "tcp" ? " over TCP" : "";
    return {
      /** NOERROR with exactly these addresses. Source: RFC 1035, 4.1. */
      answers: (...addresses: readonly TextLike[]): Check =>
        check(`${name} resolves${over}`, query({ rcode: "NOERROR", answers: addresses.map(text) })),
      /** NXDOMAIN. Source: RFC 2308, 2.1. */
      isUnknown: (): Check => check(`${name} does not exist${over}`, query({ rcode: "NXDOMAIN" })),
    };
  },
});
