import type Docker from "dockerode";
import type { OnProgress } from "../rig-host.ts";
import { withDeadline } from "./deadline.ts";
import { isLeftover, labelFilter, readLabels } from "./labels.ts";
import { removeRig } from "./remove-rig.ts";

/** Removes from an engine the machines and networks of harness processes that have ended. */
export const removeLeftoverRigs = async (
  docker: Docker,
  options: { readonly kept: boolean; readonly onProgress: OnProgress },
): Promise<void> => {
  const filters = labelFilter();
  const [containers, networks] = await Promise.all([
    withDeadline("GET /containers/json", docker.listContainers({ all: true, filters })),
    withDeadline("GET /networks", docker.listNetworks({ filters })),
  ]);
  const found = [...containers, ...networks]
    .map(({ Labels }) => readLabels(Labels))
    .filter((labels) => labels !== undefined)
    .filter((labels) => isLeftover(labels, options));
  const rigs = new Map(found.toReversed().map((labels) => [labels.rig, labels]));
  for (const { rig, label, owner } of rigs.values()) {
    await removeRig(docker, rig);
    options.onProgress(`removed the machines and networks of "${label}" (process ${owner.pid} has ended)`);
  }
};
