import { existsSync, readdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { removeUnpinned } from "../../images/pins.ts";
import { usedLongestAgo } from "../../images/used-longest-ago.ts";
import { vmRoot } from "../paths.ts";

/** A virtual machine's image; its files are read-only. */
export type VmImage = {
  /** An ELF kernel that QEMU starts without a boot loader. */
  readonly kernel: string;
  readonly initrd: string;
  /** The raw disk, the base of every machine's overlay: a file with holes. */
  readonly disk: string;
  readonly digest: string;
};

export const vmImagesDir = (): string => join(vmRoot(), "images");

export const imageNames = { kernel: "vmlinux", initrd: "initrd.img", disk: "root.raw" } as const;

const imageIn = (folder: string, digest: string): VmImage => ({
  kernel: join(folder, imageNames.kernel),
  initrd: join(folder, imageNames.initrd),
  disk: join(folder, imageNames.disk),
  digest,
});

/** The stored image with this digest; it counts as used now. */
export const findVmImage = (digest: string): VmImage | undefined => {
  const folder = join(vmImagesDir(), digest);
  const image = imageIn(folder, digest);
  if (![image.kernel, image.initrd, image.disk].every((path) => existsSync(path))) return undefined;
  const now = new Date();
  utimesSync(folder, now, now);
  return image;
};

/** Of two projects, and one from before a change. */
const keptImages = 3;

/**
 * Removes every image but the `keep` that were used last, whatever the project, and those that a living command has
 * pinned by their disks.
 */
export const pruneVmImages = async (keep = keptImages): Promise<void> => {
  const dir = vmImagesDir();
  if (!existsSync(dir)) return;
  const stored = readdirSync(dir)
    .filter((name) => /^[0-9a-f]+$/.test(name))
    .map((name) => ({ name, usedMs: statSync(join(dir, name)).mtimeMs }));
  for (const digest of usedLongestAgo(stored, keep)) {
    await removeUnpinned(imageIn(join(dir, digest), digest).disk, () =>
      rmSync(join(dir, digest), { recursive: true, force: true }),
    );
  }
};
