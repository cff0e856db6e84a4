import { totalmem } from "node:os";
import type { Nic } from "../../identity.ts";
import type { Links } from "../vm-networks.ts";
import type { Accelerator } from "./accelerator.ts";

/** The sockets and files of one QEMU, all in one folder. */
type QemuPlaces = {
  readonly qmp: string;
  readonly agent: string;
  readonly shell: string;
  readonly console: string;
};

export type QemuSpec = {
  readonly name: string;
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly initrd: string;
  /** The overlay that this machine writes into. */
  readonly disk: string;
  readonly kernelArguments: readonly string[];
  readonly nics: readonly Nic[];
  /** Behind each of the network cards. */
  readonly links: Links;
  readonly places: QemuPlaces;
  /** The machine waits for a saved state instead of booting. */
  readonly incoming: boolean;
  /** @default 2048 MB, the processors of its kind of acceleration, and no disk but its own */
  readonly hardware?: Hardware | undefined;
};

/** Hardware beyond that of a rig's machines. */
export type Hardware = {
  readonly memoryMb: number;
  readonly processors: number;
  /** Raw disks that it may only read: /dev/vdb and on. */
  readonly disks: readonly string[];
  /** Time limits for its boot and for its answers. */
  readonly patienceMs: number;
};

export const memoryMb = 2048;

const moreDisks = (files: readonly string[] = []): string[] =>
  files.flatMap((file, index) => [
    "-blockdev",
    `driver=raw,node-name=more${index},read-only=on,file.driver=file,file.filename=${file}`,
    ...["-device", `virtio-blk-pci,id=disk${index + 1},drive=more${index}`],
  ]);

const kernelLine = [
  ...["root=/dev/vda", "rw", "console=ttyS0", "loglevel=4", "quiet", "panic=-1", "net.ifnames=0"],
  ...[
    "unknown_nmi_panic",
    "lsm=landlock,yama,apparmor",
    "audit=0",
    "8250.nr_uarts=1",
    "no_timer_check",
    "tsc=reliable",
    "mitigations=off",
    "systemd.show_status=0",
  ],
];

/**
 * An emulated machine has one: with two, QEMU emulates every atomic instruction as one, and the same work takes a
 * quarter more of the host's processors.
 */
export const processors: Readonly<Record<Accelerator, number>> = { tcg: 1, kvm: 2 };

/**
 * Megabytes of translated code that an emulated machine keeps, at most: a sixteenth of the host's memory, from 256 to
 * 1024. 256 are full after some ten programs and a reboot; then QEMU throws all of it away, and the next programs take
 * twice as long.
 */
export const translatedMb = (hostMb = totalmem() / 2 ** 20): number =>
  Math.min(1024, Math.max(256, Math.floor(hostMb / 16)));

const processor: Readonly<Record<Accelerator, readonly string[]>> = {
  // A processor model whose features the emulator has all.
  tcg: [
    ...["-accel", `tcg,thread=multi,tb-size=${translatedMb()}`],
    ...["-cpu", "Nehalem-v1,model-id=QEMU TCG processor"],
  ],
  kvm: ["-accel", "kvm", "-cpu", "host"],
};

const deviceName = (index: number): string => `net${index}`;

/** The id of the NIC in a network, for the control socket. */
export const nicId = (nics: readonly Nic[], network: string): string | undefined => {
  const index = nics.findIndex((nic) => nic.network === network);
  return index < 0 ? undefined : deviceName(index);
};

const nicArguments = (spec: QemuSpec): string[] =>
  spec.nics.flatMap(({ mac }, index) => {
    const id = deviceName(index);
    const [kind, settings] = spec.links.backends[index] ?? [];
    return [
      "-netdev",
      `${kind},id=${id}back,${settings}`,
      "-device",
      // Without the boot program that a card carries: nothing boots over the network.
      `virtio-net-pci,id=${id},netdev=${id}back,mac=${mac},romfile=`,
    ];
  });

/** QEMU's command line for one machine. */
export const qemuArguments = (spec: QemuSpec): string[] => {
  const { places } = spec;
  const socket = (id: string, path: string) => [
    "-chardev",
    `socket,id=${id},path=${path},server=on,wait=off`,
  ];
  return [
    ...["-name", spec.name, "-nodefaults", "-no-user-config", "-display", "none"],
    ...["-machine", "q35", ...processor[spec.accelerator]],
    ...["-smp", `${spec.hardware?.processors ?? processors[spec.accelerator]}`],
    ...["-m", `${spec.hardware?.memoryMb ?? memoryMb}`],
    ...["-kernel", spec.kernel, "-initrd", spec.initrd],
    ...["-append", [...kernelLine, ...spec.kernelArguments].join(" ")],
    ...socket("qmp", places.qmp),
    ...["-mon", "chardev=qmp,mode=control"],
    ...["-chardev", `file,id=console,path=${places.console},append=on`, "-serial", "chardev:console"],
    "-blockdev",
    `driver=qcow2,node-name=root,discard=unmap,file.driver=file,file.discard=unmap,file.filename=${spec.disk}`,
    ...["-device", "virtio-blk-pci,id=disk,drive=root"],
    ...moreDisks(spec.hardware?.disks),
    ...["-device", "virtio-serial-pci"],
    ...socket("agent", places.agent),
    ...["-device", "virtserialport,chardev=agent,name=drillbook.agent"],
    ...socket("shell", places.shell),
    ...["-device", "virtconsole,chardev=shell,name=drillbook.shell"],
    ...["-device", "virtio-rng-pci"],
    ...nicArguments(spec),
    ...(spec.incoming ? ["-incoming", "defer"] : []),
  ];
};
