import { type Action, actionDefinition } from "./action.ts";
import { type Probe, probeDefinition } from "./probe.ts";
import type { ResolveAddress } from "./text.ts";

/** What an operator would type, in a root shell or the user's own, to do or see the same. */
export const commandLine = (what: Action | Probe, resolve: ResolveAddress): string =>
  "expect" in what
    ? probeDefinition(what.kind).commandLine(what, resolve)
    : actionDefinition(what.kind).commandLine(what, resolve);
