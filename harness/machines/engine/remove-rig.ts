import type Docker from "dockerode";
import { MachineError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { hostSlowness } from "../pace.ts";
import { reasonOf, statusOf, withDeadline } from "./deadline.ts";
import { labelFilter } from "./labels.ts";

const removeMs = 30_000 * hostSlowness;

/** The object is gone, or another process is removing it: both count as removed. */
const isGone = (error: unknown): boolean => statusOf(error) === 404 || statusOf(error) === 409;

const attempt = async (what: string, removal: Promise<unknown>): Promise<string | undefined> => {
  try {
    await withDeadline(what, removal, removeMs);
    return undefined;
  } catch (error) {
    if (isGone(error)) return undefined;
    const { message, facts } = error as MachineError;
    return `${what}: ${facts?.got ?? message}`;
  }
};

/**
 * An engine under load may say that a machine is gone while its end in a network is still there, or keep that end for
 * good; and a user may have connected a container to it. The network is the rig's: all are disconnected from it.
 */
const removeNetwork = async (network: Docker.Network): Promise<void> => {
  try {
    await network.remove();
  } catch (error) {
    if (!reasonOf(error).includes("has active endpoints")) throw error;
    const { Containers = {} } = (await network.inspect()) as {
      readonly Containers?: Readonly<Record<string, { readonly Name: string }>>;
    };
    for (const { Name } of Object.values(Containers)) {
      // A container that has left in the meantime is no failure: the removal tells.
      await network.disconnect({ Container: Name, Force: true }).catch(() => {});
    }
    await network.remove();
  }
};

/**
 * Removes every machine and network of one rig from an engine.
 * @throws MachineError that lists what could not be removed, after everything else was
 */
export const removeRig = async (docker: Docker, rig: string): Promise<void> => {
  const filters = labelFilter(rig);
  const containers = await withDeadline(
    "GET /containers/json",
    docker.listContainers({ all: true, filters }),
  );
  const failures = await Promise.all(
    containers.map(({ Id, Names }) =>
      attempt(
        `DELETE /containers${Names[0] ?? Id}`,
        docker.getContainer(Id).remove({ force: true, v: true }),
      ),
    ),
  );
  const networks = await withDeadline("GET /networks", docker.listNetworks({ filters }));
  for (const { Id, Name } of networks) {
    failures.push(await attempt(`DELETE /networks/${Name}`, removeNetwork(docker.getNetwork(Id))));
  }
  const left = failures.filter((failure) => failure !== undefined);
  if (left.length === 0) return;
  throw new MachineError("not everything of the rig could be removed", {
    got: left.join("\n"),
    next: drillCommand(["clean"]),
  });
};
