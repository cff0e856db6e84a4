import type { PodmanVersion } from "#harness/scenario/podman-version.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
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
 * for containers; whatever is started in its container from outside has to join that.
 */
export const systemdSettings = async (
  engine: Pick<Engine, "docker">,
  { podman, needsCgroup2 }: Release,
): Promise<SystemdSettings> =>
  needsCgroup2 && (await cgroupVersionOf(engine)) === "1"
    ? { podman, env: ["DRILLBOOK_CGROUP2=own"], agentBefore: ["/usr/lib/drillbook/join-cgroup2"] }
    : { podman, env: [], agentBefore: [] };

/** Of the engine's host: "1" or "2". Source: Docker's and Podman's GET /info */
const cgroupVersionOf = async ({ docker }: Pick<Engine, "docker">): Promise<string | undefined> => {
  const info: { CgroupVersion?: string } = await withDeadline("GET /info", docker.info());
  return info.CgroupVersion;
};
