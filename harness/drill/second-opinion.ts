import type { Check } from "../scenario/check.ts";
import { digDisagreement } from "../scenario/dig-agreement.ts";
import { digLine, digWaitS } from "../scenario/dig-line.ts";
import type { CommandObservation, DnsObservation } from "../scenario/observation.ts";
import type { DnsQuery } from "../scenario/probe.ts";
import { machineOf, type RunContext } from "./context.ts";

/** To start dig and to read its answer, beyond the time that the answer itself may take. */
const digStartMs = 1000;

/** What dig printed, and what it says when that is not what our own client saw. */
export type SecondOpinion = { readonly printed: CommandObservation; readonly disagreement?: string };

/**
 * Runs the dig line that stands in the runbook, on the machine that was asked, right after our own client. It has
 * time of its own: a check that holds at its deadline is not spoilt by the proof that its line says the same.
 */
export const askDig = async (
  run: RunContext,
  query: DnsQuery,
  own: DnsObservation,
  check: Pick<Check, "negated">,
): Promise<SecondOpinion> => {
  const machine = machineOf(run, query.machine);
  const printed = await machine.exec({
    script: digLine(query, run.rig.resolveAddress),
    timeoutMs: (digWaitS(query) * 1000 + digStartMs) * machine.slowness,
  });
  const disagreement = digDisagreement(query, own, printed, check);
  return { printed, ...(disagreement === undefined ? {} : { disagreement }) };
};
