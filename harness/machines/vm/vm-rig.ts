import { join } from "node:path";
import type { MachineSpec } from "../../scenario/rig.ts";
import { networksOf } from "../addresses.ts";
import { type Room, roomIn } from "../host/claim-room.ts";
import { identityOf } from "../identity.ts";
import { whyNoHub } from "../network/hub/can-own.ts";
import { startHub } from "../network/hub/rig-place.ts";
import { portsOf } from "../network/rig-networks.ts";
import { kernelArguments } from "../own-kernel/kernel-arguments.ts";
import { OwnKernelRig, type OwnKernelRigStart } from "../own-kernel/own-kernel-rig.ts";
import type { VmImage } from "./image/index.ts";
import { needOfVms } from "./need.ts";
import type { Accelerator } from "./qemu/accelerator.ts";
import { type Hardware, processors, type QemuSpec } from "./qemu/arguments.ts";
import { restoreState } from "./qemu/migration.ts";
import { Qemu } from "./qemu/process.ts";
import { SwitchNetworks } from "./switch-networks.ts";
import { TapNetworks } from "./tap-networks.ts";
import { VmMachine } from "./vm-machine.ts";
import type { Links, VmNetworks } from "./vm-networks.ts";

/** The base of a machine: its disk, and a saved memory if there is one. */
export type Source = {
  /** Makes the disk that the machine will write into. */
  readonly makeDisk: (file: string) => Promise<void> | void;
  /** The saved memory to restore; without one the machine boots. */
  readonly memory?: string;
};

type VmRigStart = OwnKernelRigStart & {
  readonly image: VmImage;
  readonly accelerator: Accelerator;
  readonly sourceOf: (machine: MachineSpec) => Source;
  /** @default a rig's machine: 2048 MB */
  readonly hardware?: Hardware | undefined;
};

/** A rig of virtual machines, in a hub or with a switch of our own for each of its networks. */
export class VmRig extends OwnKernelRig<Qemu, VmMachine, VmNetworks> {
  readonly #start: Pick<VmRigStart, "image" | "accelerator" | "hardware">;
  readonly #sources: ReadonlyMap<MachineSpec, Source>;

  private constructor(start: VmRigStart, room: Room) {
    super(start, room);
    this.#start = start;
    this.#sources = new Map(this.specs.map((machine) => [machine, start.sourceOf(machine)]));
  }

  /** Starts every machine, as many at a time as the host can boot, when there is room; removes all of them on failure and on abort. */
  static async start(start: VmRigStart): Promise<VmRig> {
    const machines = start.machines ?? start.rig.machines;
    const need = needOfVms(start.label, machines.length, start.accelerator, start.hardware?.memoryMb);
    return new VmRig(start, await roomIn(start.room, need, start)).started();
  }

  protected override async makeNetworks(): Promise<VmNetworks> {
    if (this.place !== undefined) return new TapNetworks(this.place.hub);
    const networks = networksOf(this.rig, this.specs);
    if (whyNoHub() !== undefined) return new SwitchNetworks(networks);
    const names = networks.map(({ name }) => name);
    return new TapNetworks(await startHub(this.folder, names, this.kept));
  }

  protected override get processors(): number {
    return this.#start.hardware?.processors ?? processors[this.#start.accelerator];
  }

  /** A machine that is restored from a saved memory does not boot. */
  protected override boots(machine: MachineSpec): boolean {
    return this.#sources.get(machine)?.memory === undefined;
  }

  protected override async startMachine(machine: MachineSpec, networks: VmNetworks): Promise<void> {
    const source = this.#sources.get(machine);
    const ports = portsOf(this.rig, machine);
    const links = await networks.link(ports, (network) => this.socket(machine.name, `net-${network}`));
    const spec = this.#specOf(machine, links, source?.memory !== undefined);
    await source?.makeDisk(spec.disk);
    const qemu = await this.#startQemu(spec);
    const started = new VmMachine(qemu, {
      networks,
      ports,
      startQemu: () => this.#startQemu(this.#specOf(machine, links, false)),
    });
    this.live.set(machine.name, started);
    if (source?.memory === undefined) return started.boot();
    await restoreState(qemu, source.memory);
    await started.wake();
  }

  async #startQemu(spec: QemuSpec): Promise<Qemu> {
    this.assertGoesOn(spec.name);
    return Qemu.start(spec, { keep: this.kept, onProcess: (started) => this.add(started, "vm") });
  }

  #specOf(machine: MachineSpec, links: Links, incoming: boolean): QemuSpec {
    const identity = identityOf(this.rig, machine);
    const at = (suffix: string) => this.socket(machine.name, suffix);
    const { image, accelerator, hardware } = this.#start;
    return {
      name: machine.name,
      accelerator,
      kernel: image.kernel,
      initrd: image.initrd,
      disk: join(this.folder.dir, `${machine.name}.qcow2`),
      kernelArguments: kernelArguments(identity),
      nics: identity.nics,
      links,
      places: {
        qmp: at("qmp"),
        agent: at("agent"),
        shell: at("shell"),
        console: at("console"),
      },
      incoming,
      hardware,
    };
  }
}
