import type { ProbeDefinition } from "../probes/definition.ts";
import * as registry from "../probes/registry.ts";
import { registered } from "./registered.ts";

type Definition = (typeof registry)[keyof typeof registry];
type Of<Kind extends ProbeKind> = Extract<Definition, { readonly kind: Kind }>;

export type ProbeKind = Definition["kind"];

/** A read-only look at a machine, with what it must see. */
export type Probe = Parameters<Definition["evaluate"]>[0];

export type ObservationOf<Kind extends ProbeKind> = Parameters<Of<Kind>["evaluate"]>[1];

/** What a probe saw. */
export type Observation = ObservationOf<ProbeKind>;

/** What is sent into a machine for a probe: every placeholder is filled in. */
export type RequestOf<Kind extends ProbeKind> = Kind extends ProbeKind
  ? { readonly kind: Kind } & ReturnType<Of<Kind>["request"]>
  : never;

export type ProbeRequest = RequestOf<ProbeKind>;

/** A probe that a machine repeats by itself. */
export type SampledProbe = { readonly id: string } & ProbeRequest;

/** All that is known of a kind of probe. @throws TypeError for a kind that is not registered */
export const probeDefinition = registered(registry) as unknown as (
  kind: string,
) => ProbeDefinition<Probe, Omit<ProbeRequest, "kind">, Observation>;

/** What the checks are called that can be sampled. */
export const sampledNames: readonly string[] = Object.values(registry).flatMap(({ sampling }) =>
  typeof sampling === "string" ? [] : [sampling.name],
);
