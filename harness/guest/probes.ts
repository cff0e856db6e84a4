import { type Observation, probeDefinition } from "../scenario/probe.ts";
import { type Fields, string } from "./fields.ts";
import type { Guest } from "./probe.ts";
import { Refusal } from "./refusal.ts";
import type { Sampled } from "./sampling.ts";

/** The longest wait for a sampled probe. */
const sampleTimeoutCapMs = 5000;

/** The observation of the probe in these fields. @throws Refusal for an invalid probe */
export const readProbe = async (fields: Fields): Promise<(guest: Guest) => Promise<Observation>> => {
  const { guest: probe } = await probeDefinition(string(fields, "kind")).guest();
  const request = probe.read(fields);
  return (guest) => probe.observe(request, guest);
};

/** A probe for sampling. @throws Refusal now rather than at every sample */
export const readSampled = async (fields: Fields, guest: Guest): Promise<Sampled> => {
  const id = string(fields, "id");
  const { kind, sampling, guest: load } = probeDefinition(string(fields, "kind"));
  if (typeof sampling === "string") throw new Refusal(`a probe of kind ${kind} cannot be sampled`);
  const { guest: probe } = await load();
  const request = probe.read(fields);
  const limited = { ...request, timeoutMs: Math.min(request.timeoutMs, sampleTimeoutCapMs) };
  return { id, together: sampling.together, ask: () => probe.observe(limited, guest) };
};
