import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import type { MachineVersions } from "../../variants/versions.ts";
import { withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import { digestOfParts } from "../images/digest.ts";
import { recordUse } from "../images/image-uses.ts";
import type { MachineImage } from "../images/machine-image.ts";
import { makeOnce } from "../images/make-once.ts";
import { rigRepository, tagOf, useImage } from "../images/stored-images.ts";
import { hostSlowness } from "../pace.ts";
import { type Bundles, bundlesOf, provisionAlone, provisionedFrom } from "../provisioning.ts";
import type { OnProgress } from "../rig-host.ts";
import { ContainerRig } from "./container-rig.ts";
import { shutDown } from "./shut-down.ts";

const commitMs = 120_000 * hostSlowness;

/** Changes with every input of the provisioned machine. */
const rigDigest = (imageDigest: string, rig: Rig, machine: MachineSpec, bundles: Bundles): string =>
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

const provision = (
  engine: Engine,
  base: MachineImage,
  rig: Rig,
  machine: MachineSpec,
  options: Provisioning & { readonly bundles: Bundles; readonly tag: string },
): Promise<void> =>
  provisionAlone(rig, machine, {
    ...options,
    start: (alone, asked) =>
      ContainerRig.start({
        engine,
        rig: alone,
        ...asked,
        facts: { engine: engine.name, imageDigest: base.digest },
        release: base.release,
        ownNetworks: options.ownNetworks,
        imageOf: () => base.name,
      }),
    store: (_, running: ContainerRig) => commit(engine, running, machine.name, options.tag),
  });

/** After an orderly shutdown, so that all data is on the disk, without state of the session. */
const commit = async (engine: Engine, running: ContainerRig, machine: string, tag: string): Promise<void> => {
  await running.detach();
  const container = engine.docker.getContainer(running.containerId(machine));
  await shutDown(container, "ID");
  await withDeadline("POST /commit", container.commit({ repo: rigRepository, tag, pause: false }), commitMs);
};
