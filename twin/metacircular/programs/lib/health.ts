import { type Handler, json } from "./http.ts";

/** Tells what is wrong, `undefined` when nothing is. */
export type Probe = () => string | undefined | Promise<string | undefined>;

/** The route `/v1/health`: 503 with the reason of the first probe, in their order, that has one. */
export const healthHandler =
  (about: { readonly service: string; readonly version: string }, probes: readonly Probe[]): Handler =>
  async () => {
    for (const probe of probes) {
      const problem = await probe();
      if (problem !== undefined) return json(503, { status: "error", reason: problem, ...about });
    }
    return json(200, { status: "ok", ...about });
  };
