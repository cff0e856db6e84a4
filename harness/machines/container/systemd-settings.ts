import { type Engine, traitsOf } from "../engine/engine.ts";
import type { Release } from "../images/releases.ts";

/** The requirements of a release's systemd for its container. */
export type SystemdSettings = {
  /** Read by container-init. */
  readonly env: readonly string[];
  /** The agent is started through this command. */
  readonly agentBefore: readonly string[];
};

/**
 * A systemd that needs control groups of version 2 makes its own tree when the host has none for containers; processes
 * that the engine starts in the container must join it.
 */
export const systemdSettings = async (
  engine: Pick<Engine, "docker">,
  { needsCgroup2 }: Release,
): Promise<SystemdSettings> =>
  needsCgroup2 && (await traitsOf(engine.docker)).cgroupVersion === "1"
    ? { env: ["DRILLBOOK_CGROUP2=own"], agentBefore: ["/usr/lib/drillbook/join-cgroup2"] }
    : { env: [], agentBefore: [] };
