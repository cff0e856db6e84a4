import { optionalBoolean, optionalString, positive, string } from "../../../guest/fields.ts";
import type { GuestProbe } from "../../../guest/probe.ts";
import { Refusal } from "../../../guest/refusal.ts";
import type { DnsObservation, DnsRequest } from "../value.ts";
import { askDns } from "./ask.ts";
import { assertAskable } from "./question.ts";

export const guest: GuestProbe<DnsRequest, DnsObservation> = {
  read: (fields) => {
    const protocol = string(fields, "protocol");
    if (protocol !== "udp" && protocol !== "tcp") throw new Refusal(`no protocol ${protocol} for DNS`);
    const server = optionalString(fields, "server");
    const retryOverTcp = optionalBoolean(fields, "retryOverTcp");
    const port = positive(fields, "port");
    if (port > 0xffff) throw new Refusal(`there is no port ${port}`);
    const request = {
      name: string(fields, "name"),
      type: string(fields, "type"),
      ...(server === undefined ? {} : { server }),
      port,
      protocol,
      ...(retryOverTcp === undefined ? {} : { retryOverTcp }),
      timeoutMs: positive(fields, "timeoutMs"),
    } as const;
    assertAskable(request);
    return request;
  },
  observe: (request) => askDns(request),
};
