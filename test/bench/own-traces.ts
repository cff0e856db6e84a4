import type { Engine } from "#harness/machines/engine/engine.ts";
import { labelFilter, readLabels } from "#harness/machines/engine/labels.ts";
import { readClaims } from "#harness/machines/host/claims.ts";
import { rigRecords } from "#harness/machines/rig-record.ts";
import { ownChildren } from "./own-process.ts";

const isOwn = (owner: { readonly pid: number } | undefined): boolean => owner?.pid === process.pid;

/** What this process has of rigs: in the engine, in the cache and on the host; and every process that it has started. */
export const ownTraces = async ({ docker }: Engine): Promise<string[]> => {
  const filters = labelFilter();
  const [containers, networks] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
  ]);
  const inEngine = [
    ...containers.map(({ Id, Labels }) => ({ name: `container ${Id}`, Labels })),
    ...networks.map(({ Id, Labels }) => ({ name: `network ${Id}`, Labels })),
  ];
  return [
    ...inEngine.filter(({ Labels }) => isOwn(readLabels(Labels)?.owner)).map(({ name }) => name),
    ...rigRecords()
      .filter(({ record }) => isOwn(record?.owner))
      .map(({ id }) => `folder of the rig ${id}`),
    ...readClaims()
      .filter(({ owner }) => isOwn(owner))
      .map(({ ticket }) => `claim ${ticket}`),
    ...ownChildren().map((pid) => `process ${pid}`),
  ];
};
