import { join } from "node:path";
import { InterruptedError } from "../../errors.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import type { AddressRef } from "../../scenario/text.ts";
import { addressIn, networksOf } from "../addresses.ts";
import { makePrivateDir } from "../engine/cache-paths.ts";
import { type Room, roomIn, type Waiting } from "../host/claim-room.ts";
import { identityOf } from "../identity.ts";
import { whyNoHub } from "../network/hub/can-own.ts";
import { type RigPlace, startHub } from "../network/hub/rig-place.ts";
import { captureAll, portsOf } from "../network/rig-networks.ts";
import type { HostFacts, RunningRig } from "../rig-host.ts";
import { RigFolder } from "../rig-record.ts";
import { bootTurns } from "./boot-turns.ts";
import type { VmImage } from "./image/index.ts";
import { kernelArguments } from "./kernel-arguments.ts";
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

type VmRigStart = Waiting & {
  readonly rig: Rig;
  /** Names of the machines to start; addresses of the others stay reserved. @default all of the rig's */
  readonly machines?: readonly MachineSpec[] | undefined;
  readonly label: string;
  readonly keep: boolean;
  readonly facts: HostFacts;
  readonly image: VmImage;
  readonly accelerator: Accelerator;
  readonly sourceOf: (machine: MachineSpec) => Source;
  /** Of the rig that these machines are a part of. @default its own */
  readonly place?: RigPlace | undefined;
  /** @default a rig's machine: 2048 MB */
  readonly hardware?: Hardware | undefined;
  /** Claimed for these machines already. @default the start claims it */
  readonly room?: Room | undefined;
  readonly captureDir?: string | undefined;
};

/** A rig of virtual machines, with a switch of our own for each of its networks. */
export class VmRig implements RunningRig {
  readonly facts: HostFacts;
  readonly kept: boolean;
  readonly #folder: RigFolder;
  readonly #rig: Rig;
  readonly #specs: readonly MachineSpec[];
  readonly #image: VmImage;
  readonly #accelerator: Accelerator;
  readonly #hardware: Hardware | undefined;
  readonly #machines = new Map<string, VmMachine>();
  /** Every QEMU that was started, also those whose machine did not come up. */
  readonly #qemus = new Set<Qemu>();
  readonly #place: RigPlace | undefined;
  readonly #room: Room;
  #networks: VmNetworks | undefined;
  #stopping: Promise<void> | undefined;

  private constructor(start: VmRigStart, room: Room) {
    this.#room = room;
    this.facts = start.facts;
    this.kept = start.keep;
    this.#rig = start.rig;
    this.#specs = start.machines ?? start.rig.machines;
    this.#image = start.image;
    this.#accelerator = start.accelerator;
    this.#hardware = start.hardware;
    this.#place = start.place;
    this.#folder = start.place?.folder ?? new RigFolder({ label: start.label, kept: start.keep });
    makePrivateDir(this.#folder.socketDir);
  }

  /** Starts every machine, as many at a time as the host can boot, when there is room; removes all of them on failure and on abort. */
  static async start(start: VmRigStart): Promise<VmRig> {
    const machines = start.machines ?? start.rig.machines;
    const need = needOfVms(start.label, machines.length, start.accelerator, start.hardware?.memoryMb);
    const rig = new VmRig(start, await roomIn(start.room, need, start));
    const abort = () => void rig.stop().catch(() => {});
    start.signal?.addEventListener("abort", abort);
    try {
      if (start.signal?.aborted) abort();
      await rig.#startAll(start);
      if (start.signal?.aborted) throw new InterruptedError("interrupted while the machines were starting");
      return rig;
    } catch (error) {
      await rig.stop();
      if (!start.signal?.aborted) throw error;
      throw new InterruptedError("interrupted while the machines were starting");
    } finally {
      start.signal?.removeEventListener("abort", abort);
    }
  }

  get machines(): ReadonlyMap<string, VmMachine> {
    return this.#machines;
  }

  get stopped(): boolean {
    return this.#stopping !== undefined;
  }

  /** Bound to this rig, so that it can be passed as a callback. */
  readonly resolveAddress = (ref: AddressRef): string => addressIn(this.#rig, ref);

  stop(): Promise<void> {
    this.#stopping ??= this.#remove();
    return this.#stopping;
  }

  /** Leaves the machines running; on a switch they can no longer reach each other. */
  async detach(): Promise<void> {
    await Promise.all([...this.#machines.values()].map((machine) => machine.detach()));
    if (this.#place === undefined) await this.#networks?.detach();
  }

  async #startAll(start: VmRigStart): Promise<void> {
    const networks = await this.#makeNetworks();
    this.#networks = networks;
    await captureAll(networks, networksOf(this.#rig, this.#specs), start.captureDir);
    const turns = bootTurns(this.#hardware?.processors ?? processors[this.#accelerator]);
    const failed: unknown[] = [];
    const begin = async (machine: MachineSpec, source: Source) => {
      // Machines that wait for their turn are not started: the rig has failed.
      if (failed.length > 0) return;
      try {
        await this.#startMachine(machine, source, networks);
      } catch (error) {
        failed.push(error);
      }
    };
    await Promise.all(
      this.#specs.map((machine) => {
        const source = start.sourceOf(machine);
        // A machine that is restored from a saved memory does not boot, so it needs no turn.
        return source.memory === undefined ? turns(() => begin(machine, source)) : begin(machine, source);
      }),
    );
    if (failed.length > 0) throw failed[0];
    this.#room.ready();
  }

  async #makeNetworks(): Promise<VmNetworks> {
    if (this.#place !== undefined) return new TapNetworks(this.#place.hub);
    const networks = networksOf(this.#rig, this.#specs);
    if (whyNoHub() !== undefined) return new SwitchNetworks(networks);
    const names = networks.map(({ name }) => name);
    return new TapNetworks(await startHub(this.#folder, names, this.kept));
  }

  async #startMachine(machine: MachineSpec, source: Source, networks: VmNetworks): Promise<void> {
    const ports = portsOf(this.#rig, machine);
    const links = await networks.link(ports, (network) => this.#socket(machine, `net-${network}`));
    const spec = this.#specOf(machine, links, source.memory !== undefined);
    await source.makeDisk(spec.disk);
    const qemu = await this.#startQemu(spec);
    const started = new VmMachine(qemu, {
      networks,
      ports,
      startQemu: () => this.#startQemu(this.#specOf(machine, links, false)),
    });
    this.#machines.set(machine.name, started);
    if (source.memory === undefined) return started.boot();
    await restoreState(qemu, source.memory);
    await started.wake();
  }

  async #startQemu(spec: QemuSpec): Promise<Qemu> {
    if (this.stopped) throw new InterruptedError(`interrupted before ${spec.name} was started`);
    const qemu = await Qemu.start(spec, {
      keep: this.kept,
      onProcess: (started) => {
        this.#qemus.add(started);
        this.#folder.add(spec.name, "vm", started.identity);
        this.#room.add(started.identity);
      },
    });
    return qemu;
  }

  #socket(machine: MachineSpec, suffix: string): string {
    return join(this.#folder.socketDir, `${machine.name}.${suffix}`);
  }

  #specOf(machine: MachineSpec, links: Links, incoming: boolean): QemuSpec {
    const identity = identityOf(this.#rig, machine);
    const at = (suffix: string) => this.#socket(machine, suffix);
    return {
      name: machine.name,
      accelerator: this.#accelerator,
      kernel: this.#image.kernel,
      initrd: this.#image.initrd,
      disk: join(this.#folder.dir, `${machine.name}.qcow2`),
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
      hardware: this.#hardware,
    };
  }

  async #remove(): Promise<void> {
    try {
      await Promise.all([...this.#machines.values()].map((machine) => machine.end()));
      await Promise.all([...this.#qemus].map((qemu) => qemu.kill()));
      if (this.#place === undefined) await this.#networks?.[Symbol.asyncDispose]();
    } finally {
      this.#room[Symbol.dispose]();
    }
    if (this.#place !== undefined) return;
    this.#folder.remove();
  }
}
