import type { DnsRequest, ExecRequest, HttpCall, LookupRequest } from "../machines/machine.ts";
import type { Command } from "../scenario/command.ts";
import type { DnsQuery, HttpRequest, Lookup } from "../scenario/probe.ts";
import { fill, type ResolveAddress } from "../scenario/text.ts";

/** The command with its placeholders filled in. */
export const execRequest = (command: Command, resolve: ResolveAddress, timeoutMs: number): ExecRequest => ({
  script: fill(command.script, resolve),
  user: command.user,
  ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
  env: command.env,
  ...(command.stdin === undefined ? {} : { stdin: fill(command.stdin, resolve) }),
  timeoutMs,
});

/** How long an answer is waited for: no longer than `limitMs`, and the longer the slower the machine is. */
export type Waiting = { readonly limitMs: number; readonly slowness: number };

const waitMs = (ownMs: number, { limitMs, slowness }: Waiting): number => Math.min(ownMs * slowness, limitMs);

export const dnsRequest = (query: DnsQuery, resolve: ResolveAddress, waiting: Waiting): DnsRequest => ({
  name: query.name,
  type: query.type,
  ...(query.server === undefined ? {} : { server: fill(query.server, resolve) }),
  port: query.port,
  protocol: query.protocol,
  ...(query.retryOverTcp === undefined ? {} : { retryOverTcp: query.retryOverTcp }),
  timeoutMs: waitMs(query.timeoutMs, waiting),
});

export const httpCall = (request: HttpRequest, resolve: ResolveAddress, waiting: Waiting): HttpCall => ({
  url: fill(request.url, resolve),
  method: request.method,
  ...(request.caFile === undefined ? {} : { caFile: request.caFile }),
  timeoutMs: waitMs(request.timeoutMs, waiting),
});

export const lookupRequest = ({ name, family, timeoutMs }: Lookup, waiting: Waiting): LookupRequest => ({
  name,
  family,
  timeoutMs: waitMs(timeoutMs, waiting),
});
