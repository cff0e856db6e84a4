import { quote } from "../../scenario/shell.ts";
import type { ProbeDefinition } from "../definition.ts";
import { evaluateLookup } from "./evaluate.ts";
import type { Lookup, LookupObservation, LookupRequest } from "./value.ts";
import { lookupWords } from "./words.ts";

export const lookup: ProbeDefinition<Lookup, LookupRequest, LookupObservation> = {
  kind: "lookup",
  request: ({ name, family }, _, timeoutMs) => ({ name, family, timeoutMs }),
  title: ({ name }) => `look up ${name}`,
  evaluate: (probe, seen, { resolve }) => evaluateLookup(probe, seen, resolve),
  timedOut: ({ findings }) => findings.some(({ outcome }) => outcome === "timeout"),
  // The third is not what the drill itself asks with, but asks DNS alone at the servers of /etc/resolv.conf, too.
  commandLine: ({ name, family }) =>
    [
      ["getent", "ahosts", name],
      ["resolvectl", "query", name],
      ["dig", name, family === 4 ? "A" : "AAAA", "+short"],
    ]
      .map((words) => words.map(quote).join(" "))
      .join("\n"),
  name: ({ name }) => `${name} on every path`,
  words: lookupWords,
  inShort: (_, got) => got.split(":")[0] ?? got,
  sampling: "looks a name up",
  guest: () => import("./guest/index.ts"),
};
