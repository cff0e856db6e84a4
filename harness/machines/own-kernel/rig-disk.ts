import { existsSync, mkdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import type { MachineVersions } from "../../variants/versions.ts";
import { namesIn } from "../files.ts";
import type { Waiting } from "../host/claim-room.ts";
import { digestOfParts } from "../images/digest.ts";
import { makeOnce } from "../images/make-once.ts";
import { removeUnpinned } from "../images/pins.ts";
import { usedLongestAgo } from "../images/used-longest-ago.ts";
import { type Bundles, bundlesOf, provisionAlone, provisionedFrom } from "../provisioning.ts";
import type { HostFacts, OnProgress } from "../rig-host.ts";
import type { VmImage } from "../vm/image/index.ts";
import { disksDir } from "../vm/paths.ts";
import type { GuestProcess } from "./guest-process.ts";
import type { OwnKernelMachine } from "./own-kernel-machine.ts";

const keptDisks = 12;

/** A disk with a machine's provisioning done, and what it was made from. */
export type RigDisk = { readonly file: string; readonly digest: string };

const diskDigest = (image: VmImage, rig: Rig, machine: MachineSpec, bundles: Bundles): string =>
  digestOfParts([
    image.digest,
    // An image that was built again from the same inputs is another disk.
    String(statSync(image.disk).mtimeMs),
    ...provisionedFrom(rig, machine, bundles),
  ]);

/** A rig that has been started for its provisioning. */
type Provisioned = {
  readonly machines: ReadonlyMap<string, OwnKernelMachine<GuestProcess>>;
  stop(): Promise<void>;
};

/** What runs machines of one kind. */
export type DiskMaker = {
  readonly image: VmImage;
  /** The format of their disks, which ends a file's name. */
  readonly format: "qcow2" | "raw";
  /** Starts the rig's machines, each on a disk that has nothing but the image. */
  readonly start: (
    rig: Rig,
    start: Waiting & { readonly label: string; readonly keep: false; readonly facts: HostFacts },
  ) => Promise<Provisioned>;
  readonly facts: HostFacts;
};

export type Provisioning = {
  readonly versions: MachineVersions;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  /** Told the path of the disk before it is used. */
  readonly pin: (file: string) => Promise<void>;
};

/**
 * The disks of these machines, each provisioned when it is not cached; those that were used longest ago are removed.
 * @throws MachineError with the action that failed and what it printed
 */
export const ensureRigDisks = async (
  host: DiskMaker,
  rig: Rig,
  machines: readonly MachineSpec[],
  options: Provisioning,
): Promise<ReadonlyMap<MachineSpec, RigDisk>> => {
  await options.pin(host.image.disk);
  const disks = new Map<MachineSpec, RigDisk>();
  for (const machine of machines) disks.set(machine, await ensureRigDisk(host, rig, machine, options));
  await pruneRigDisks();
  return disks;
};

const ensureRigDisk = async (
  host: DiskMaker,
  rig: Rig,
  machine: MachineSpec,
  options: Provisioning,
): Promise<RigDisk> => {
  const { image } = host;
  const bundles = await bundlesOf(machine);
  const digest = diskDigest(image, rig, machine, bundles);
  if (machine.provision.length === 0) return { file: image.disk, digest };
  const file = join(disksDir(), `${digest}.${host.format}`);
  await options.pin(file);
  const find = () => {
    if (!existsSync(file)) return undefined;
    // For the order in which disks are thrown away; the time of the last change says which disk it is.
    touch(file, statSync(file).mtime);
    return { file, digest };
  };
  const make = async () => {
    await provision(host, rig, machine, { ...options, bundles, file });
    return { file, digest };
  };
  return makeOnce({ name: `the disk ${digest}`, find, make, ...options });
};

const provision = (
  { start, facts }: DiskMaker,
  rig: Rig,
  machine: MachineSpec,
  options: Provisioning & { readonly bundles: Bundles; readonly file: string },
): Promise<void> =>
  provisionAlone(rig, machine, {
    ...options,
    start: (alone, asked) => start(alone, { ...asked, facts }),
    store: async (live: OwnKernelMachine<GuestProcess>) => {
      // An orderly shutdown, so that all data is on the disk, without state of the session.
      await live.shutDown();
      mkdirSync(disksDir(), { recursive: true });
      renameSync(live.disk, options.file);
      touch(options.file, new Date());
    },
  });

/** Whole seconds: the time of the last change is written back later, and must come out the same. */
const touch = (file: string, changed: Date): void => {
  utimesSync(file, new Date(), Math.floor(changed.getTime() / 1000));
};

/** Removes the disks that were used longest ago and are not pinned; a saved state whose disk is gone is made again. */
const pruneRigDisks = async (): Promise<void> => {
  const stored = namesIn(disksDir())
    .map((name) => join(disksDir(), name))
    .map((file) => ({ name: file, usedMs: statSync(file).atimeMs }));
  for (const file of usedLongestAgo(stored, keptDisks)) {
    await removeUnpinned(file, () => rmSync(file, { force: true }));
  }
};
