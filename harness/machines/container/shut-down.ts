import type { Container } from "dockerode";
import { withDeadline } from "../engine/deadline.ts";
import { hostSlowness } from "../pace.ts";

const shutdownS = 20 * hostSlowness;

/** Shuts a machine down in order; its power is cut when it takes too long. @throws MachineError */
export const shutDown = async (container: Container, name: string): Promise<void> => {
  const limitMs = (shutdownS + 10 * hostSlowness) * 1000;
  await withDeadline(`POST /containers/${name}/stop`, container.stop({ t: shutdownS }), limitMs);
};
