import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import type { AddressRef } from "../../scenario/text.ts";
import type { MachineVersions } from "../../variants/versions.ts";
import { addressIn } from "../addresses.ts";
import { digestOfParts } from "../images/digest.ts";
import { makeOnce } from "../images/make-once.ts";
import { removeUnpinned } from "../images/pins.ts";
import { usedLongestAgo } from "../images/used-longest-ago.ts";
import { type Bundles, bundlesOf, provisionedFrom, runProvisioning } from "../provisioning.ts";
import type { OnProgress } from "../rig-host.ts";
import type { VmImage } from "./image/index.ts";
import { disksDir } from "./paths.ts";
import type { Accelerator } from "./qemu/accelerator.ts";
import { createOverlay } from "./qemu/disk.ts";
import { VmRig } from "./vm-rig.ts";

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

type Host = { readonly image: VmImage; readonly accelerator: Accelerator; readonly engine: string };

type Provisioning = {
  readonly versions: MachineVersions;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  /** Told the path of the disk before it is used. */
  readonly pin: (file: string) => Promise<void>;
};

/**
 * The machine's disk, provisioned when it is not cached.
 * @throws MachineError with the action that failed and what it printed
 */
export const ensureRigDisk = async (
  host: Host,
  rig: Rig,
  machine: MachineSpec,
  options: Provisioning,
): Promise<RigDisk> => {
  const { image } = host;
  const bundles = await bundlesOf(machine);
  const digest = diskDigest(image, rig, machine, bundles);
  if (machine.provision.length === 0) return { file: image.disk, digest };
  const file = join(disksDir(), `${digest}.qcow2`);
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

const provision = async (
  { image, accelerator, engine }: Host,
  rig: Rig,
  machine: MachineSpec,
  options: Provisioning & { readonly bundles: Bundles; readonly file: string },
): Promise<void> => {
  const since = performance.now();
  options.onProgress(`provisioning ${machine.name} (once for this rig) …`);
  const running = await VmRig.start({
    rig: { ...rig, machines: [machine] },
    label: `provisioning of ${machine.name}`,
    keep: false,
    facts: { engine, imageDigest: image.digest },
    image,
    accelerator,
    sourceOf: () => ({ makeDisk: (target) => createOverlay(target, image.disk) }),
    signal: options.signal,
    onProgress: options.onProgress,
  });
  // A running command would delay the end; it fails when its machine is removed.
  const abort = () => void running.stop().catch(() => {});
  options.signal.addEventListener("abort", abort);
  try {
    const live = running.machines.get(machine.name);
    if (live) {
      const resolve = (ref: AddressRef) => addressIn(rig, ref);
      await runProvisioning(live, machine.provision, { ...options, resolve });
      // An orderly shutdown, so that all data is on the disk, without state of the session.
      await live.shutDown();
      mkdirSync(disksDir(), { recursive: true });
      renameSync(live.qemu.spec.disk, options.file);
      touch(options.file, new Date());
    }
  } finally {
    options.signal.removeEventListener("abort", abort);
    await running.stop();
  }
  options.onProgress(
    `provisioned ${machine.name} in ${Math.round((performance.now() - since) / 100) / 10} s`,
  );
};

/** Whole seconds: the time of the last change is written back later, and must come out the same. */
const touch = (file: string, changed: Date): void => {
  utimesSync(file, new Date(), Math.floor(changed.getTime() / 1000));
};

/** Removes the disks that were used longest ago and are not pinned; a saved state whose disk is gone is made again. */
export const pruneRigDisks = async (): Promise<void> => {
  let names: string[] = [];
  try {
    names = readdirSync(disksDir());
  } catch {
    return;
  }
  const stored = names
    .map((name) => join(disksDir(), name))
    .map((file) => ({ name: file, usedMs: statSync(file).atimeMs }));
  for (const file of usedLongestAgo(stored, keptDisks)) {
    await removeUnpinned(file, () => rmSync(file, { force: true }));
  }
};
