import type { ImageContents } from "../../scenario/image-contents.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { usualReleaseName } from "../../variants/releases.ts";
import type { MachineVersions } from "../../variants/versions.ts";
import type { Engine } from "../engine/engine.ts";
import { ensureMachineImage, type MachineImage } from "../images/machine-image.ts";
import { Pins } from "../images/pins.ts";
import { type Release, releases } from "../images/releases.ts";
import { pruneImages, rigRepository } from "../images/stored-images.ts";
import { whyNotOwn } from "../network/hub/can-own.ts";
import type { RigPlace } from "../network/hub/rig-place.ts";
import { hostProcessor } from "../pace.ts";
import type { OnProgress, RigHost, StartOptions } from "../rig-host.ts";
import { ContainerRig } from "./container-rig.ts";
import { ensureRigImage } from "./rig-image.ts";

/** Those used last: of two projects, as many as one rig has machines with provisioning. */
const keptRigImages = 6;

type Prepared = {
  readonly machineImage: MachineImage;
  readonly images: ReadonlyMap<MachineSpec, string>;
  readonly ownNetworks: boolean;
};

type ContainerHostOptions = {
  readonly engine: Engine;
  readonly contents: ImageContents;
  /** Which machines of a rig are this host's. @default all */
  readonly only?: (machine: MachineSpec) => boolean;
  /** Of the machines: their release of Debian, and the packages that scenarios have texts for. @default the usual release */
  readonly versions?: MachineVersions | undefined;
  /** "engine": always those of the engine. @default those of the rig, where the host allows it */
  readonly networks?: "engine";
};

/** Its rigs can be a part of one that has machines of other kinds, too. */
type ContainerRigHost = RigHost & {
  startIn(rig: Rig, start: StartOptions, place: RigPlace): Promise<ContainerRig>;
};

/** A page that was drilled on a slow host says so. */
const engineName = ({ name }: Engine): string => {
  const processor = hostProcessor();
  if (processor === "real") return name;
  return `${name}, ${processor === "emulated" ? "on an emulated processor" : "in user-mode Linux"}`;
};

/** Rigs of container machines in this engine, which ends with the host unless a machine in it is kept. */
export const containerRigHost = ({
  engine,
  contents,
  only = () => true,
  versions = { release: usualReleaseName },
  networks,
}: ContainerHostOptions): ContainerRigHost => {
  const prepared = new Map<Rig, Promise<Prepared>>();
  const rigs = new Set<ContainerRig>();
  const closing = new AbortController();
  const pins = new Pins();
  let own: Promise<boolean> | undefined;
  let startsAhead = false;
  // Loaded while the engine starts and images are looked at, because it takes a quarter of a second.
  import("./systemd-container.ts").then(({ runtimeClient }) => runtimeClient(engine)).catch(() => {});

  const prepareOnce = (rig: Rig, onProgress: OnProgress): Promise<Prepared> => {
    const known = prepared.get(rig);
    if (known) return known;
    const machines = rig.machines.filter(only);
    own ??= networks === undefined ? hasOwnNetworks(engine, onProgress) : Promise.resolve(false);
    const { signal } = closing;
    const work = own.then((ownNetworks) =>
      prepareRig({ engine, contents, versions, ownNetworks, rig, machines, onProgress, signal, pins }),
    );
    prepared.set(rig, work);
    work.catch(() => prepared.delete(rig));
    return work;
  };

  const startRig = async (rig: Rig, start: StartOptions, place?: RigPlace): Promise<ContainerRig> => {
    const { machineImage, images, ownNetworks } = await prepareOnce(rig, () => {});
    startsAhead = ownNetworks;
    const running = await ContainerRig.start({
      engine,
      rig,
      machines: rig.machines.filter(only),
      ...start,
      facts: { engine: engineName(engine), imageDigest: machineImage.digest },
      release: releases[versions.release],
      ownNetworks,
      place,
      imageOf: (machine) => images.get(machine) ?? machineImage.name,
    });
    rigs.add(running);
    return running;
  };

  return {
    kind: "container",
    get startsAhead() {
      return startsAhead;
    },
    prepare: async (rig, onProgress) => {
      await prepareOnce(rig, onProgress);
    },
    start: (rig, start) => startRig(rig, start),
    startIn: startRig,
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await Promise.allSettled(prepared.values());
      const kept = [...rigs].filter((rig) => rig.kept && !rig.stopped);
      await Promise.all(kept.map((rig) => rig.detach()));
      pins.release();
      if (kept.length > 0) await engine.keep();
      else await engine[Symbol.asyncDispose]();
    },
  };
};

const hasOwnNetworks = async (engine: Engine, onProgress: OnProgress): Promise<boolean> => {
  const why = await whyNotOwn(engine);
  if (why !== undefined) onProgress(`networks of the engine, one rig at a time: ${why}`);
  return why === undefined;
};

type Preparing = {
  readonly engine: Engine;
  readonly contents: ImageContents;
  readonly versions: MachineVersions;
  readonly ownNetworks: boolean;
  readonly rig: Rig;
  readonly machines: readonly MachineSpec[];
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  /** Of the images that the rig's machines start from. */
  readonly pins: Pins;
};

const prepareRig = async ({
  engine,
  contents,
  versions,
  ownNetworks,
  rig,
  machines,
  onProgress,
  signal,
  pins,
}: Preparing): Promise<Prepared> => {
  const pin = (name: string) => pins.add(name);
  const options = { setup: engine.setup, onProgress, signal, pin };
  const release: Release = releases[versions.release];
  const machineImage = await ensureMachineImage(engine, contents, options, release);
  const images = new Map<MachineSpec, string>();
  const work = { versions, ownNetworks, ...options };
  // One after the other: on the engine's networks they may need the same addresses.
  for (const machine of machines) {
    const image = await ensureRigImage(engine, machineImage, rig, machine, work);
    images.set(machine, image);
  }
  await pruneImages(engine, rigRepository, keptRigImages, release);
  return { machineImage, images, ownNetworks };
};
