import { join } from "node:path";
import { InterruptedError } from "../../errors.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import type { Placeholder } from "../../scenario/text.ts";
import { networksOf, resolveIn } from "../addresses.ts";
import { makePrivateDir } from "../engine/cache-paths.ts";
import type { Room, Waiting } from "../host/claim-room.ts";
import type { RigPlace } from "../network/hub/rig-place.ts";
import { captureAll, type RigNetworks } from "../network/rig-networks.ts";
import type { HostFacts, RunningRig } from "../rig-host.ts";
import { RigFolder } from "../rig-record.ts";
import { bootTurns } from "./boot-turns.ts";
import type { GuestProcess } from "./guest-process.ts";
import type { OwnKernelMachine } from "./own-kernel-machine.ts";

export type OwnKernelRigStart = Waiting & {
  readonly rig: Rig;
  /** The machines to start; addresses of the others stay reserved. @default all of the rig's */
  readonly machines?: readonly MachineSpec[] | undefined;
  readonly label: string;
  readonly keep: boolean;
  readonly facts: HostFacts;
  /** Of the rig that these machines are a part of. @default its own */
  readonly place?: RigPlace | undefined;
  /** Claimed for these machines already. @default the start claims it */
  readonly room?: Room | undefined;
  readonly captureDir?: string | undefined;
};

/** A rig of machines that have kernels of their own; a subclass knows what runs them. */
export abstract class OwnKernelRig<
  Process extends GuestProcess,
  Live extends OwnKernelMachine<Process>,
  Networks extends RigNetworks,
> implements RunningRig
{
  readonly facts: HostFacts;
  readonly kept: boolean;
  protected readonly rig: Rig;
  protected readonly specs: readonly MachineSpec[];
  protected readonly folder: RigFolder;
  protected readonly place: RigPlace | undefined;
  protected readonly live = new Map<string, Live>();
  /** Every process that was started, also those whose machine did not come up. */
  readonly #processes = new Set<Process>();
  readonly #room: Room;
  readonly #captureDir: string | undefined;
  readonly #signal: AbortSignal | undefined;
  #networks: Networks | undefined;
  #stopping: Promise<void> | undefined;

  protected constructor(start: OwnKernelRigStart, room: Room) {
    this.#room = room;
    this.facts = start.facts;
    this.kept = start.keep;
    this.rig = start.rig;
    this.specs = start.machines ?? start.rig.machines;
    this.place = start.place;
    this.#captureDir = start.captureDir;
    this.#signal = start.signal;
    this.folder = start.place?.folder ?? new RigFolder({ label: start.label, kept: start.keep });
    makePrivateDir(this.folder.socketDir);
  }

  protected abstract makeNetworks(): Promise<Networks>;

  /** Of each machine. */
  protected abstract get processors(): number;

  /** Whether it boots, so that it waits until the host can boot another. */
  protected abstract boots(machine: MachineSpec): boolean;

  /** Starts a machine, with its place in `live` as soon as it has a process. */
  protected abstract startMachine(machine: MachineSpec, networks: Networks): Promise<void>;

  /** Starts every machine, as many at a time as the host can boot; removes all of them on failure and on abort. */
  protected async started(): Promise<this> {
    const signal = this.#signal;
    const abort = () => void this.stop().catch(() => {});
    signal?.addEventListener("abort", abort);
    try {
      if (signal?.aborted) abort();
      await this.#startAll();
      if (signal?.aborted) throw new InterruptedError("interrupted while the machines were starting");
      return this;
    } catch (error) {
      await this.stop();
      if (!signal?.aborted) throw error;
      throw new InterruptedError("interrupted while the machines were starting");
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  get machines(): ReadonlyMap<string, Live> {
    return this.live;
  }

  get stopped(): boolean {
    return this.#stopping !== undefined;
  }

  /** Bound to this rig, so that it can be passed as a callback. */
  readonly resolveAddress = (ref: Placeholder): string => resolveIn(this.rig, ref);

  stop(): Promise<void> {
    this.#stopping ??= this.#remove();
    return this.#stopping;
  }

  /** Leaves the machines running; on a switch they can no longer reach each other. */
  async detach(): Promise<void> {
    await Promise.all([...this.live.values()].map((machine) => machine.detach()));
    if (this.place === undefined) await this.#networks?.detach();
  }

  /** For whom cleans up after this process. @throws InterruptedError when the rig is being stopped */
  protected assertGoesOn(machine: string): void {
    if (this.stopped) throw new InterruptedError(`interrupted before ${machine} was started`);
  }

  /** Writes down a process that has been started for a machine. */
  protected add(process: Process, kind: Live["kind"]): void {
    this.#processes.add(process);
    this.folder.add(process.name, kind, process.identity);
    this.#room.add(process.identity);
  }

  /** A place for a machine's socket or file that is no disk. */
  protected socket(machine: string, suffix: string): string {
    return join(this.folder.socketDir, `${machine}.${suffix}`);
  }

  async #startAll(): Promise<void> {
    const networks = await this.makeNetworks();
    this.#networks = networks;
    await captureAll(networks, networksOf(this.rig, this.specs), this.#captureDir);
    const turns = bootTurns(this.processors);
    const failed: unknown[] = [];
    const begin = async (machine: MachineSpec) => {
      // Machines that wait for their turn are not started: the rig has failed.
      if (failed.length > 0) return;
      try {
        await this.startMachine(machine, networks);
      } catch (error) {
        failed.push(error);
      }
    };
    await Promise.all(
      this.specs.map((machine) => (this.boots(machine) ? turns(() => begin(machine)) : begin(machine))),
    );
    if (failed.length > 0) throw failed[0];
    this.#room.ready();
  }

  async #remove(): Promise<void> {
    try {
      await Promise.all([...this.live.values()].map((machine) => machine.end()));
      await Promise.all([...this.#processes].map((process) => process.kill()));
      if (this.place === undefined) await this.#networks?.[Symbol.asyncDispose]();
    } finally {
      this.#room[Symbol.dispose]();
    }
    if (this.place !== undefined) return;
    this.folder.remove();
  }
}
