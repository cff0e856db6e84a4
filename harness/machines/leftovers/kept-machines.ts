import type Docker from "dockerode";
import { cacheRoot, enginePaths } from "../engine/cache-paths.ts";
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

/** The kept machines that run, and the places that were looked at, a line each. */
export type KeptSearch = { readonly machines: readonly KeptMachine[]; readonly places: readonly string[] };

/** Looks for kept machines: virtual ones of this cache, and those in its private engine and in the user's engine. */
export const keptMachines = async (): Promise<KeptSearch> => {
  const { found, engine } = await keptContainers();
  return { machines: [...keptVms(), ...found], places: [cachePlace(), engine] };
};

const cachePlace = (): string =>
  `${cacheRoot()}: virtual machines, and the private engine of this cache (DRILLBOOK_CACHE ${process.env["DRILLBOOK_CACHE"] ? "names it" : "is not set"})`;

const keptContainers = async (): Promise<{ found: KeptContainer[]; engine: string }> => {
  const found: KeptContainer[] = [];
  const paths = enginePaths();
  const record = readRecord(paths.recordFile);
  if (record?.kept && livenessOf(record.engine) === "alive") {
    const dockerHost = `unix://${paths.socket}`;
    found.push(...(await keptIn(await connect(dockerHost), dockerHost)));
  }
  const engine = await findEngine({ setup: false, onProgress: () => {} });
  if (engine) found.push(...(await keptIn(engine.docker, engine.dockerHost)));
  return {
    found: found.filter(
      (one, index) => found.findIndex(({ containerId }) => containerId === one.containerId) === index,
    ),
    engine: engine
      ? `${engine.dockerHost}: ${engine.name}`
      : "no container engine of your own: DOCKER_HOST is not set, and none answers at a default socket",
  };
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
