import { positive, string } from "../../../guest/fields.ts";
import type { GuestProbe } from "../../../guest/probe.ts";
import { Refusal } from "../../../guest/refusal.ts";
import type { LookupObservation, LookupRequest } from "../value.ts";
import { lookUp } from "./look-up.ts";

export const guest: GuestProbe<LookupRequest, LookupObservation> = {
  read: (fields) => {
    const { family } = fields;
    if (family !== 4 && family !== 6) throw new Refusal("family must be 4 or 6");
    return { name: string(fields, "name"), family, timeoutMs: positive(fields, "timeoutMs") };
  },
  observe: (request, { run }) => lookUp(request, run),
};
