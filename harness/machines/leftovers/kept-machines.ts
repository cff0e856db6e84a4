import type Docker from "dockerode";
import { enginePaths } from "../engine/cache-paths.ts";
import { withDeadline } from "../engine/deadline.ts";
import { connect } from "../engine/engine.ts";
import { readRecord } from "../engine/engine-record.ts";
import { findEngine } from "../engine/index.ts";
import { labelFilter, readLabels } from "../engine/labels.ts";
import { livenessOf } from "../engine/process-identity.ts";
import { type KeptVm, keptVms } from "../vm/leftovers.ts";

/** A machine that a drill left running on purpose. */
export type KeptMachine = KeptContainer | KeptVm;

type KeptContainer = {
  readonly kind: "container";
  readonly machine: string;
  /** The label of its drill. */
  readonly label: string;
  readonly containerId: string;
  /** How a client reaches its engine: the value of DOCKER_HOST. */
  readonly dockerHost: string;
};

/** Every kept machine that runs: virtual ones, and those in the private engine and in the user's. */
export const keptMachines = async (): Promise<KeptMachine[]> => [...keptVms(), ...(await keptContainers())];

const keptContainers = async (): Promise<KeptContainer[]> => {
  const found: KeptContainer[] = [];
  const paths = enginePaths();
  const record = readRecord(paths.recordFile);
  if (record?.kept && livenessOf(record.engine) === "alive") {
    const dockerHost = `unix://${paths.socket}`;
    found.push(...(await keptIn(await connect(dockerHost), dockerHost)));
  }
  const engine = await findEngine({ setup: false, onProgress: () => {} });
  if (engine) found.push(...(await keptIn(engine.docker, engine.dockerHost)));
  return found.filter(
    (one, index) => found.findIndex(({ containerId }) => containerId === one.containerId) === index,
  );
};

const keptIn = async (docker: Docker, dockerHost: string): Promise<KeptContainer[]> => {
  const listed = await withDeadline(
    "GET /containers/json",
    docker.listContainers({ filters: labelFilter() }),
  );
  return listed.flatMap(({ Id, Labels }) => {
    const labels = readLabels(Labels);
    if (!labels?.kept || labels.machine === undefined) return [];
    return [{ kind: "container", machine: labels.machine, label: labels.label, containerId: Id, dockerHost }];
  });
};
