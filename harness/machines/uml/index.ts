import type { ImageContents } from "../../scenario/image-contents.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { usualReleaseName } from "../../variants/releases.ts";
import type { MachineVersions } from "../../variants/versions.ts";
import { Pins } from "../images/pins.ts";
import type { RigPlace } from "../network/hub/rig-place.ts";
import { type DiskMaker, ensureRigDisks, type RigDisk } from "../own-kernel/rig-disk.ts";
import type { HostFacts, MachineFlags, OnProgress, RigHost, StartOptions } from "../rig-host.ts";
import { ensureVmImage, type VmImage } from "../vm/image/index.ts";
import { copySparse } from "./copy-sparse.ts";
import { ensureUml } from "./program.ts";
import { UmlRig } from "./uml-rig.ts";

export type UmlHostOptions = Pick<MachineFlags, "setup"> & {
  readonly contents: ImageContents;
  readonly onProgress: OnProgress;
  /** Of the machines, for their provisioning. @default the usual release */
  readonly versions?: MachineVersions | undefined;
  /** Which machines of a rig are this host's. @default all */
  readonly only?: (machine: MachineSpec) => boolean;
};

type Base = { readonly image: VmImage; readonly facts: HostFacts };
type Disks = ReadonlyMap<MachineSpec, RigDisk>;
type UmlStart = StartOptions & { readonly place?: RigPlace };

/** Its rigs can be a part of one that has machines of other kinds, too. */
type UmlRigHost = RigHost & { startIn(rig: Rig, start: StartOptions, place: RigPlace): Promise<UmlRig> };

/** Rigs of user-mode kernels on this host; they cannot be saved, so each boots anew from its provisioned disk. */
export const umlRigHost = (options: UmlHostOptions): UmlRigHost => {
  const { only = () => true, versions = { release: usualReleaseName } } = options;
  const rigs = new Set<UmlRig>();
  const prepared = new Map<Rig, Promise<Base & { readonly disks: Disks }>>();
  const closing = new AbortController();
  const pins = new Pins();
  let base: Promise<Base> | undefined;

  const prepareOnce = (rig: Rig, onProgress: OnProgress) => {
    const known = prepared.get(rig);
    if (known) return known;
    base ??= openBase(options, onProgress, closing.signal);
    const work = base.then(async (ready) => {
      const making = { versions, onProgress, signal: closing.signal, pin: (file: string) => pins.add(file) };
      return {
        ...ready,
        disks: await ensureRigDisks(makerOf(ready), rig, rig.machines.filter(only), making),
      };
    });
    prepared.set(rig, work);
    work.catch(() => prepared.delete(rig));
    return work;
  };

  const startRig = async (rig: Rig, { from: _, signal, ...start }: UmlStart): Promise<UmlRig> => {
    const { disks, image, facts } = await prepareOnce(rig, options.onProgress);
    const running = await UmlRig.start({
      rig,
      machines: rig.machines.filter(only),
      ...start,
      facts,
      image,
      diskOf: (machine) => (file) => ({ file, differsFrom: disks.get(machine)?.file ?? image.disk }),
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
    });
    rigs.add(running);
    return running;
  };

  return {
    kind: "uml",
    prepare: async (rig, onProgress) => {
      await prepareOnce(rig, onProgress);
    },
    start: (rig, start) => startRig(rig, start),
    startIn: (rig, start, place) => startRig(rig, { ...start, place }),
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await Promise.allSettled([base, ...prepared.values()]);
      const open = [...rigs].filter((rig) => !rig.stopped);
      await Promise.all(open.map((rig) => (rig.kept ? rig.detach() : rig.stop())));
      pins.release();
    },
  };
};

/** A disk with a machine's provisioning is a whole copy: differences to differences are not in this kernel's format. */
const makerOf = ({ image, facts }: Base): DiskMaker => ({
  image,
  facts,
  format: "raw",
  start: (rig, start) =>
    UmlRig.start({
      ...{ rig, image, ...start },
      diskOf: () => async (file) => {
        await copySparse(image.disk, file);
        return { file };
      },
    }),
});

const openBase = async (
  { setup, contents }: UmlHostOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Base> => {
  const version = await ensureUml({ setup, onProgress, signal });
  const image = await ensureVmImage(contents, { setup, onProgress, signal });
  const engine = `user-mode Linux ${version}`;
  onProgress(engine);
  return { image, facts: { engine, imageDigest: image.digest } };
};
