import type { PodmanVersion } from "../../scenario/podman-version.ts";
import { type Engine, traitsOf } from "../engine/engine.ts";
import type { Release } from "../images/releases.ts";

/** What the systemd of a release needs of the container that it is the first process of. */
export type SystemdSettings = {
  readonly podman: PodmanVersion;
  /** Read by container-init. */
  readonly env: readonly string[];
  /** The agent is started through this command. */
  readonly agentBefore: readonly string[];
};

/**
 * A systemd that takes control groups of version 2 alone makes itself such a tree where the engine's host has none
 * for containers; a process that is started in its container from outside has to join that.
 */
export const systemdSettings = async (
  engine: Pick<Engine, "docker">,
  { podman, needsCgroup2 }: Release,
): Promise<SystemdSettings> =>
  needsCgroup2 && (await traitsOf(engine.docker)).cgroupVersion === "1"
    ? { podman, env: ["DRILLBOOK_CGROUP2=own"], agentBefore: ["/usr/lib/drillbook/join-cgroup2"] }
    : { podman, env: [], agentBefore: [] };
