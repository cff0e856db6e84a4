import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { MachineSpec } from "../../scenario/rig.ts";
import { networksOf } from "../addresses.ts";
import { type Room, roomIn } from "../host/claim-room.ts";
import { identityOf } from "../identity.ts";
import { InHub } from "../network/hub/in-hub.ts";
import { startHub } from "../network/hub/rig-place.ts";
import { type Port, portsOf } from "../network/rig-networks.ts";
import { OwnKernelRig, type OwnKernelRigStart } from "../own-kernel/own-kernel-rig.ts";
import type { VmImage } from "../vm/image/index.ts";
import type { UmlHardware, UmlSpec } from "./arguments.ts";
import { needOfUmls } from "./need.ts";
import { Uml } from "./process.ts";
import { UmlMachine } from "./uml-machine.ts";

/** What a machine's disk is made of, in a file of its own. */
type DiskSource = (file: string) => Promise<UmlSpec["disk"]> | UmlSpec["disk"];

type UmlRigStart = OwnKernelRigStart & {
  readonly image: VmImage;
  readonly diskOf: (machine: MachineSpec) => DiskSource;
  /** @default a rig's machine: 2048 MB */
  readonly hardware?: UmlHardware | undefined;
};

class UmlNetworks extends InHub {
  /** A user-mode kernel knows no heads of frames where it gets a descriptor. */
  openTaps(ports: readonly Port[]) {
    return this.hub.openTaps(ports, "bare");
  }
}

/** A rig of user-mode kernels, in a hub. */
export class UmlRig extends OwnKernelRig<Uml, UmlMachine, UmlNetworks> {
  readonly #start: UmlRigStart;

  private constructor(start: UmlRigStart, room: Room) {
    super(start, room);
    this.#start = start;
  }

  /** Starts every machine, as many at a time as the host can boot, when there is room; removes all of them on failure and on abort. */
  static async start(start: UmlRigStart): Promise<UmlRig> {
    const machines = start.machines ?? start.rig.machines;
    const need = needOfUmls(start.label, machines.length, start.hardware?.memoryMb);
    return new UmlRig(start, await roomIn(start.room, need, start)).started();
  }

  protected override async makeNetworks(): Promise<UmlNetworks> {
    if (this.place !== undefined) return new UmlNetworks(this.place.hub);
    const names = networksOf(this.rig, this.specs).map(({ name }) => name);
    return new UmlNetworks(await startHub(this.folder, names, this.kept));
  }

  protected override get processors(): number {
    return 1;
  }

  protected override boots(): boolean {
    return true;
  }

  protected override async startMachine(machine: MachineSpec, networks: UmlNetworks): Promise<void> {
    const ports = portsOf(this.rig, machine);
    const { before, descriptors } = await networks.openTaps(ports);
    const disk = await this.#start.diskOf(machine)(join(this.folder.dir, `${machine.name}.disk`));
    const handed = join(this.folder.dir, `${machine.name}.handed`);
    mkdirSync(handed, { mode: 0o700 });
    const { image, hardware } = this.#start;
    const startUml = async () => {
      this.assertGoesOn(machine.name);
      const uml = new Uml({
        identity: identityOf(this.rig, machine),
        disk,
        initrd: image.initrd,
        hardware,
        taps: descriptors,
        before,
        handed,
        keep: this.kept,
        places: {
          agent: this.socket(machine.name, "agent"),
          shell: this.socket(machine.name, "shell"),
          console: this.socket(machine.name, "console"),
        },
      });
      this.add(uml, "uml");
      return uml;
    };
    const { patienceMs } = hardware ?? {};
    const started = new UmlMachine(await startUml(), { networks, ports, startUml, handed, patienceMs });
    this.live.set(machine.name, started);
    await started.boot();
  }
}
