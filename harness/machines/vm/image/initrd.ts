import { type CpioEntry, characterDevice, cpio, file, folder, symlink } from "./cpio.ts";

/** The commands of init; each is a link to busybox. */
const applets = [
  "chmod",
  "insmod",
  "ip",
  "ln",
  "mkdir",
  "mknod",
  "mount",
  "sh",
  "sleep",
  "stty",
  "switch_root",
];

/** The modules that init loads before it has a disk; the rest of virtio is built into Debian's cloud kernel. */
export const initrdModules = ["failover", "net_failover", "virtio_blk", "virtio_net"];

/** The initrd's files, from busybox, init and each module. */
export const initrdEntries = (read: (part: string) => Uint8Array): CpioEntry[] => [
  ...["bin", "dev", "modules", "proc", "root", "sys"].map((path) => folder(path)),
  // Before init has mounted devtmpfs, the kernel opens it for init's own output.
  characterDevice("dev/console", 5, 1),
  file("bin/busybox", read("busybox"), 0o755),
  ...applets.map((name) => symlink(`bin/${name}`, "busybox")),
  ...initrdModules.map((name) => file(`modules/${name}.ko`, read(`${name}.ko`))),
  file("init", read("init"), 0o755),
];

/** Not compressed, because decompression would cost more than it saves. */
export const makeInitrd = (read: (part: string) => Uint8Array): Buffer => cpio(initrdEntries(read));
