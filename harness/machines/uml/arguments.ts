import type { Identity } from "../identity.ts";
import { kernelArguments } from "../own-kernel/kernel-arguments.ts";
import type { Hardware } from "../vm/qemu/arguments.ts";
import { lineDescriptors } from "./holder-program.ts";
import { hostRoot, memoryFolder, modulesFolder, program } from "./root.ts";

export const memoryMb = 2048;

/** Hardware beyond that of a rig's machines: disks from /dev/ubdb on; always one processor. */
export type UmlHardware = Omit<Hardware, "processors">;

export type UmlSpec = {
  readonly identity: Identity;
  /** What the guest's disk is in: a raw disk alone, or the file of the differences to one that must not change any more. */
  readonly disk: { readonly file: string; readonly differsFrom?: string };
  readonly initrd: string;
  /** The descriptors of its taps, in the order of its networks. */
  readonly taps: readonly number[];
  /** @default 2048 MB, and no disk but its own */
  readonly hardware?: UmlHardware | undefined;
};

const kernelLine = [
  ...["root=/dev/ubda", "rw", "loglevel=4", "quiet", "panic=-1", "net.ifnames=0"],
  ...["lsm=yama,apparmor", "audit=0", "systemd.show_status=0"],
  // In this kernel it corrupts the memory of the process, and then panics.
  "sysctl.kernel.io_uring_disabled=2",
  // systemd opens it at each shutdown; its program is not in the root that the kernel runs in, and the kernel prints a trace.
  "initcall_blacklist=harddog_miscdev_init",
];

/** The command line of a user-mode kernel, as it is in the root file system that it runs in. */
export const umlArguments = ({ identity, disk, initrd, taps, hardware }: UmlSpec): string[] => [
  program,
  `mem=${hardware?.memoryMb ?? memoryMb}M`,
  // Not locked (c): a lock on the disk that all machines share keeps QEMU from it.
  `ubd0c=${[disk.file, disk.differsFrom].flatMap((file) => (file === undefined ? [] : [hostRoot + file])).join(",")}`,
  ...(hardware?.disks ?? []).map((file, index) => `ubd${index + 1}rc=${hostRoot}${file}`),
  `initrd=${hostRoot}${initrd}`,
  "seccomp=on",
  ...["con0=null,fd:1", "con=null"],
  // Both are serial lines: a session on a virtual terminal would need a seat that has one.
  ...[`ssl0=fd:${lineDescriptors.agent}`, `ssl1=fd:${lineDescriptors.shell}`, "ssl=null"],
  // The guest sees nothing else of the host.
  `hostfs=${modulesFolder}`,
  `uml_dir=${memoryFolder}`,
  "umid=guest",
  ...identity.nics.map(({ mac }, index) => `vec${index}:transport=fd,fd=${taps[index]},vec=0,mac=${mac}`),
  ...kernelLine,
  ...kernelArguments(identity),
];
