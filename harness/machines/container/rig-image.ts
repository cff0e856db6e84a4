import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import type { Placeholder } from "../../scenario/text.ts";
import type { MachineVersions } from "../../variants/versions.ts";
import { resolveIn } from "../addresses.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { digestOfParts } from "../images/digest.ts";
import { recordUse } from "../images/image-uses.ts";
import type { MachineImage } from "../images/machine-image.ts";
import { makeOnce } from "../images/make-once.ts";
import { rigRepository, tagOf, useImage } from "../images/stored-images.ts";
import { hostSlowness } from "../pace.ts";
import { type Bundles, bundlesOf, provisionedFrom, runProvisioning } from "../provisioning.ts";
import type { OnProgress } from "../rig-host.ts";
import { ContainerRig } from "./container-rig.ts";

const commitMs = 120_000 * hostSlowness;
const shutdownS = 20 * hostSlowness;

/** Changes with every input of the provisioned machine. */
export const rigDigest = (imageDigest: string, rig: Rig, machine: MachineSpec, bundles: Bundles): string =>
  digestOfParts([imageDigest, ...provisionedFrom(rig, machine, bundles)]);

type Provisioning = {
  readonly versions: MachineVersions;
  readonly ownNetworks: boolean;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  /** Told the name of the image before it is used. */
  readonly pin?: (name: string) => Promise<void>;
};

/**
 * The image with the machine's provisioning done, made when it is not cached.
 * @throws MachineError with the action that failed and what it printed
 */
export const ensureRigImage = async (
  engine: Engine,
  base: MachineImage,
  rig: Rig,
  machine: MachineSpec,
  options: Provisioning,
): Promise<string> => {
  if (machine.provision.length === 0) return base.name;
  const bundles = await bundlesOf(machine);
  const tag = tagOf(base.release, rigDigest(base.digest, rig, machine, bundles));
  const name = `${rigRepository}:${tag}`;
  await options.pin?.(name);
  const find = async () => ((await useImage(engine, name)) ? name : undefined);
  const make = async () => {
    await provision(engine, base, rig, machine, { ...options, bundles, tag });
    recordUse(name);
    return name;
  };
  return makeOnce({ name, find, make, ...options });
};

const provision = async (
  engine: Engine,
  base: MachineImage,
  rig: Rig,
  machine: MachineSpec,
  options: Provisioning & { readonly bundles: Bundles; readonly tag: string },
): Promise<void> => {
  const since = performance.now();
  options.onProgress(`provisioning ${machine.name} (once for this rig) …`);
  const running = await ContainerRig.start({
    engine,
    rig: { ...rig, machines: [machine] },
    label: `provisioning of ${machine.name}`,
    keep: false,
    facts: { engine: engine.name, imageDigest: base.digest },
    release: base.release,
    ownNetworks: options.ownNetworks,
    imageOf: () => base.name,
    signal: options.signal,
    onProgress: options.onProgress,
  });
  // A running command would delay the end; it fails when its machine is removed.
  const abort = () => void running.stop().catch(() => {});
  options.signal.addEventListener("abort", abort);
  try {
    if (options.signal.aborted) abort();
    const live = running.machines.get(machine.name);
    const resolve = (ref: Placeholder) => resolveIn(rig, ref);
    if (live) await runProvisioning(live, machine.provision, { ...options, resolve });
    await commit(engine, running, machine.name, options.tag);
  } finally {
    options.signal.removeEventListener("abort", abort);
    await running.stop();
  }
  options.onProgress(
    `provisioned ${machine.name} in ${Math.round((performance.now() - since) / 100) / 10} s`,
  );
};

/** After an orderly shutdown, so that all data is on the disk, without state of the session. */
const commit = async (engine: Engine, running: ContainerRig, machine: string, tag: string): Promise<void> => {
  await running.detach();
  const container = engine.docker.getContainer(running.containerId(machine));
  await withDeadline(
    "POST /containers/ID/stop",
    container.stop({ t: shutdownS }),
    (shutdownS + 10 * hostSlowness) * 1000,
  );
  await withDeadline("POST /commit", container.commit({ repo: rigRepository, tag, pause: false }), commitMs);
};
