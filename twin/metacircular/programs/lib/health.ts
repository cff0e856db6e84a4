import { type Handler, json } from "./http.ts";

/** The reason why it is unhealthy, `undefined` when it is healthy. */
export type Probe = () => string | undefined | Promise<string | undefined>;

/** The first reason, in the order of the probes. */
export const firstProblem = async (probes: readonly Probe[]): Promise<string | undefined> => {
  for (const probe of probes) {
    const problem = await probe();
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/** The route `/v1/health`: 503 with the first reason, in the order of the probes. */
export const healthHandler =
  (about: { readonly service: string; readonly version: string }, probes: readonly Probe[]): Handler =>
  async () => {
    const problem = await firstProblem(probes);
    return problem === undefined
      ? json(200, { status: "ok", ...about })
      : json(503, { status: "error", reason: problem, ...about });
  };
