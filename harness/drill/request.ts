import { type Probe, probeDefinition, type RequestOf } from "../scenario/probe.ts";
import type { ResolveAddress } from "../scenario/text.ts";

/** How long an answer is waited for: no longer than `limitMs`, and the longer the slower the machine is. */
export type Waiting = { readonly limitMs: number; readonly slowness: number };

/** What is sent into the probe's machine; a command has the whole time. */
export const requestOf = <P extends Probe>(
  probe: P,
  resolve: ResolveAddress,
  { limitMs, slowness }: Waiting,
): RequestOf<P["kind"]> => {
  const timeoutMs = "timeoutMs" in probe ? Math.min(probe.timeoutMs * slowness, limitMs) : limitMs;
  const { kind, request } = probeDefinition(probe.kind);
  return { kind, ...request(probe, resolve, timeoutMs) } as RequestOf<P["kind"]>;
};
