import type { Engine } from "#harness/machines/engine/engine.ts";
import { labelFilter, readLabels } from "#harness/machines/engine/labels.ts";
import { readClaims } from "#harness/machines/host/claims.ts";
import { networkNamespaces } from "#harness/machines/network/hub/testing/network-namespaces.ts";
import { rigRecords } from "#harness/machines/rig-record.ts";
import { childrenOf, descendantsOf, nameOf } from "./process-tree.ts";
import { engineProcesses } from "./rig-sizes.ts";

const isOwn = (owner: { readonly pid: number } | undefined): boolean => owner?.pid === process.pid;

/**
 * What this process has of rigs: in the engine, in the cache and on the host, every process that it or the private
 * engine has started, and the network namespaces that these hold.
 */
export const ownTraces = async ({ docker }: Engine): Promise<string[]> => {
  const filters = labelFilter();
  const [containers, networks, namespaces] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    networkNamespaces(),
  ]);
  const inEngine = [
    ...containers.map(({ Id, Labels }) => ({ name: `container ${Id}`, Labels })),
    ...networks.map(({ Id, Labels }) => ({ name: `network ${Id}`, Labels })),
  ];
  const ofEngine = engineProcesses();
  const ours = new Set([...descendantsOf(process.pid), ...ofEngine]);
  return [
    ...inEngine.filter(({ Labels }) => isOwn(readLabels(Labels)?.owner)).map(({ name }) => name),
    ...rigRecords()
      .filter(({ record }) => isOwn(record?.owner))
      .map(({ id }) => `folder of the rig ${id}`),
    ...readClaims()
      .filter(({ owner }) => isOwn(owner))
      .map(({ ticket }) => `claim ${ticket}`),
    ...[...childrenOf(process.pid), ...ofEngine].map((pid) => `process ${pid} ${nameOf(pid)}`),
    ...namespaces.filter(({ pid }) => ours.has(pid)).map(({ inode }) => `network namespace ${inode}`),
  ];
};
