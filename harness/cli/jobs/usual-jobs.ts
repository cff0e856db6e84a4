import { availableParallelism } from "node:os";
import { whyNoHub } from "../../machines/network/hub/can-own.ts";

type Host = {
  readonly cores: number;
  /** Rigs with equal addresses can run at once. */
  readonly ownNetworks: boolean;
};

/** More than one, because a drill also waits: for services that start, for answers that do not come. */
const jobsForEachCore = 1.5;

const thisHost = (): Host => ({ cores: availableParallelism(), ownNetworks: whyNoHub() === undefined });

/** How many drills run at once when the command does not say it; a drill that there is no memory for waits for others. */
export const usualJobs = ({ cores, ownNetworks } = thisHost()): number =>
  ownNetworks ? Math.max(1, Math.round(cores * jobsForEachCore)) : 1;
