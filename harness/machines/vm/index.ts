import { rmSync } from "node:fs";
import { join } from "node:path";
import { MachineError } from "../../errors.ts";
import { digestOfValue } from "../../scenario/digest.ts";
import type { ImageContents } from "../../scenario/image-contents.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { usualReleaseName } from "../../variants/releases.ts";
import type { MachineVersions } from "../../variants/versions.ts";
import { thisProcess } from "../engine/process-identity.ts";
import type { Need } from "../host/claim-room.ts";
import { identityOf } from "../identity.ts";
import { digestOfParts } from "../images/digest.ts";
import { Pins } from "../images/pins.ts";
import { whyNoHub } from "../network/hub/can-own.ts";
import type { RigPlace } from "../network/hub/rig-place.ts";
import { kernelArguments } from "../own-kernel/kernel-arguments.ts";
import { type DiskMaker, ensureRigDisks, type Provisioning, type RigDisk } from "../own-kernel/rig-disk.ts";
import type { HostFacts, MachineFlags, OnProgress, RigHost, StartOptions, StateName } from "../rig-host.ts";
import { ensureVmImage, type VmImage } from "./image/index.ts";
import { needOfVms } from "./need.ts";
import { passingStatesDir, statesDir } from "./paths.ts";
import { type Acceleration, type Accelerator, chooseAccelerator, kvmWords } from "./qemu/accelerator.ts";
import { qemuArguments } from "./qemu/arguments.ts";
import { createOverlay } from "./qemu/disk.ts";
import { ensureQemu } from "./qemu/programs.ts";
import { isWhole, pruneStates, savedSource, saveMachines, touchState } from "./saved-states.ts";
import { type Source, VmRig } from "./vm-rig.ts";

export type VmHostOptions = Pick<MachineFlags, "setup" | "cold"> & {
  readonly contents: ImageContents;
  readonly onProgress: OnProgress;
  /** Of the machines, for their provisioning. @default the usual release */
  readonly versions?: MachineVersions | undefined;
  /** Which machines of a rig are this host's. @default all */
  readonly only?: (machine: MachineSpec) => boolean;
};

/** The states that are kept for later drills; the one used longest ago goes first. */
const statesCapBytes = 8 * 1024 ** 3;
/** Increase it when older saved states are no longer usable and no digest shows it. */
const stateFormat = "2";

type Base = {
  readonly image: VmImage;
  readonly acceleration: Acceleration;
  readonly facts: HostFacts;
  readonly qemu: string;
};
type Prepared = Base & { readonly disks: ReadonlyMap<MachineSpec, RigDisk>; readonly key: string };
/** "booted": the rig's machines are up, and nothing else has happened. */
type SavedName = StateName | "booted";

type VmStart = StartOptions & { readonly place?: RigPlace };

/** Its rigs can be a part of one that has machines of other kinds, too. */
type VmRigHost = RigHost & {
  startIn(rig: Rig, start: StartOptions, place: RigPlace): Promise<VmRig>;
  /** What its machines of a rig need of this host. */
  needOf(rig: Rig, label: string): Promise<Need>;
};

/** Rigs of virtual machines on this host. */
export const vmRigHost = (options: VmHostOptions): VmRigHost => {
  const { only = () => true, versions = { release: usualReleaseName } } = options;
  const prepared = new Map<Rig, Promise<Prepared>>();
  const rigs = new Set<VmRig>();
  const closing = new AbortController();
  const ownStates = new Set<string>();
  const pins = new Pins();
  let base: Promise<Base> | undefined;

  const folderOf = (rig: Rig, { key }: Prepared, name: SavedName): string => {
    if (name !== "faulted") return join(statesDir(), `${key}-${name === "ready" ? setupDigest(rig) : name}`);
    const { pid, startTicks } = thisProcess();
    const folder = join(passingStatesDir(), `${pid}-${startTicks}-${key}`);
    ownStates.add(folder);
    return folder;
  };

  const prepareOnce = (rig: Rig, onProgress: OnProgress): Promise<Prepared> => {
    const known = prepared.get(rig);
    if (known) return known;
    base ??= openBase(options, onProgress, closing.signal);
    const work = base.then((ready) =>
      prepareRig(ready, rig, rig.machines.filter(only), {
        ...{ versions, onProgress, signal: closing.signal },
        pin: (file) => pins.add(file),
      }),
    );
    prepared.set(rig, work);
    work.catch(() => prepared.delete(rig));
    return work;
  };

  const startFrom = async (
    rig: Rig,
    ready: Prepared,
    start: VmStart,
    sourceOf: (machine: MachineSpec) => Source,
  ): Promise<VmRig> => {
    const { from: _, signal, ...asked } = start;
    const running = await VmRig.start({
      rig,
      machines: rig.machines.filter(only),
      ...asked,
      facts: ready.facts,
      image: ready.image,
      accelerator: ready.acceleration.accelerator,
      sourceOf,
      signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
    });
    rigs.add(running);
    return running;
  };

  const boot = (rig: Rig, ready: Prepared, start: VmStart): Promise<VmRig> =>
    startFrom(rig, ready, start, (machine) => ({
      makeDisk: (file) => createOverlay(file, ready.disks.get(machine)?.file ?? ready.image.disk),
    }));

  /** From a saved state; undefined when it turned out to be useless, and it is gone then. */
  const restore = async (
    rig: Rig,
    ready: Prepared,
    start: VmStart,
    name: SavedName,
  ): Promise<VmRig | undefined> => {
    const folder = folderOf(rig, ready, name);
    await pins.add(folder);
    if (!isWhole(folder)) return undefined;
    touchState(folder);
    try {
      return await startFrom(rig, ready, start, ({ name: machine }) => savedSource(folder, machine));
    } catch (error) {
      if (!(error instanceof MachineError)) throw error;
      options.onProgress(`a saved state cannot be used and is made again: ${error.message}${whyOf(error)}`);
      rmSync(folder, { recursive: true, force: true });
      return undefined;
    }
  };

  const save = async (rig: Rig, running: VmRig, name: SavedName): Promise<void> => {
    const ready = await prepareOnce(rig, options.onProgress);
    const folder = folderOf(rig, ready, name);
    const below = rig.machines
      .filter(only)
      .map((machine) => ready.disks.get(machine)?.file ?? ready.image.disk);
    await saveMachines(folder, running.machines, [...new Set(below)]);
    await pruneStates(statesDir(), statesCapBytes, new Set([folder]));
  };

  const has = async (rig: Rig, name: StateName): Promise<boolean> =>
    isWhole(folderOf(rig, await prepareOnce(rig, options.onProgress), name));

  const startRig = async (rig: Rig, start: VmStart): Promise<VmRig> => {
    const ready = await prepareOnce(rig, options.onProgress);
    if (options.cold === true) return boot(rig, ready, start);
    if (start.from !== undefined) {
      const running = await restore(rig, ready, start, start.from);
      if (running) return running;
      throw new MachineError(`the saved state "${start.from}" cannot be used`, {
        next: "run the drill again: the state is made anew",
      });
    }
    const restored = await restore(rig, ready, start, "booted");
    if (restored) return restored;
    options.onProgress("booting the machines (once for this rig) …");
    const running = await boot(rig, ready, start);
    try {
      await save(rig, running, "booted");
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  };

  return {
    kind: "vm",
    ...(options.cold === true
      ? {}
      : {
          states: {
            has,
            save: (rig, running, name) => {
              if (!(running instanceof VmRig)) throw new TypeError("not a rig of this host");
              return save(rig, running, name);
            },
          },
        }),
    prepare: async (rig, onProgress) => {
      await prepareOnce(rig, onProgress);
    },
    start: (rig, start) => startRig(rig, start),
    startIn: (rig, start, place) => startRig(rig, { ...start, place }),
    needOf: async (rig, label) => {
      const { acceleration } = await prepareOnce(rig, options.onProgress);
      return needOfVms(label, rig.machines.filter(only).length, acceleration.accelerator);
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await Promise.allSettled([base, ...prepared.values()]);
      const open = [...rigs].filter((rig) => !rig.stopped);
      await Promise.all(open.map((rig) => (rig.kept ? rig.detach() : rig.stop())));
      pins.release();
      for (const folder of ownStates) rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** What QEMU said, or how long it said nothing. */
const whyOf = ({ facts: { got, waited } }: MachineError): string =>
  got === undefined ? "" : ` (${got.split("\n", 1)[0]}${waited === undefined ? "" : ` in ${waited}`})`;

/** QEMU's command line without the places: the memory of another one cannot be taken. */
const commandLineOf = (rig: Rig, machine: MachineSpec, accelerator: Accelerator): string => {
  const identity = identityOf(rig, machine);
  const places = { qmp: "", agent: "", shell: "", console: "" };
  const { nics } = identity;
  const links = {
    before: [],
    backends: nics.map(() => [whyNoHub() === undefined ? "tap" : "stream", ""] as const),
  };
  const spec = {
    name: machine.name,
    accelerator,
    kernel: "",
    initrd: "",
    disk: "",
    nics,
    links,
    places,
    incoming: true,
  };
  return qemuArguments({ ...spec, kernelArguments: kernelArguments(identity) }).join(" ");
};

const setupDigest = (rig: Rig): string => digestOfValue(rig.setup).slice(0, 12);

const openBase = async (
  { setup, contents }: VmHostOptions,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Base> => {
  const { version: qemu } = await ensureQemu({ setup, onProgress, signal });
  const image = await ensureVmImage(contents, { setup, onProgress, signal });
  const acceleration = await chooseAccelerator(image, qemu);
  const { accelerator, reason } = acceleration;
  const how = accelerator === "kvm" ? "KVM" : `emulated (TCG): ${kvmWords(acceleration)}`;
  const engine = `QEMU ${qemu}, ${how}`;
  onProgress(reason === "" ? engine : `${engine} (${reason})`);
  return { image, acceleration, qemu, facts: { engine, imageDigest: image.digest } };
};

const prepareRig = async (
  base: Base,
  rig: Rig,
  machines: readonly MachineSpec[],
  options: Provisioning,
): Promise<Prepared> => {
  const { image, acceleration, facts, qemu } = base;
  const { accelerator } = acceleration;
  const host: DiskMaker = {
    image,
    format: "qcow2",
    facts,
    start: (alone, start) =>
      VmRig.start({
        ...{ rig: alone, image, accelerator, ...start },
        sourceOf: () => ({ makeDisk: (file) => createOverlay(file, image.disk) }),
      }),
  };
  const disks = await ensureRigDisks(host, rig, machines, options);
  const key = digestOfParts([
    stateFormat,
    qemu,
    accelerator,
    ...machines.map((machine) => commandLineOf(rig, machine, accelerator)),
    ...[...disks.values()].map(({ digest }) => digest),
  ]);
  return { ...base, disks, key };
};
