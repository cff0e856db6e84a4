import { InterruptedError, MachineError } from "../../errors.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import type { Placeholder } from "../../scenario/text.ts";
import { networksOf, resolveIn } from "../addresses.ts";
import { startTimeoutMs, withDeadline } from "../engine/deadline.ts";
import type { Engine } from "../engine/engine.ts";
import type { RigLabels } from "../engine/labels.ts";
import { removeLeftoverRigs } from "../engine/leftover-rigs.ts";
import { removeRig } from "../engine/remove-rig.ts";
import { type Room, roomIn, type Waiting } from "../host/claim-room.ts";
import { type Release, usualRelease } from "../images/releases.ts";
import { type RigPlace, startHub } from "../network/hub/rig-place.ts";
import { captureAll, portsOf } from "../network/rig-networks.ts";
import type { HostFacts, RunningRig } from "../rig-host.ts";
import { RigFolder } from "../rig-record.ts";
import { ContainerMachine } from "./container-machine.ts";
import type { ContainerNetworks } from "./container-networks.ts";
import { droppedCapabilities, refusedToDrop } from "./dropped-capabilities.ts";
import { EngineNetworks } from "./engine-networks.ts";
import { HubNetworks } from "./hub-networks.ts";
import { needOfContainers } from "./need.ts";
import { type SystemdSettings, systemdSettings } from "./systemd-settings.ts";

type RigStart = Waiting & {
  readonly engine: Engine;
  readonly rig: Rig;
  readonly label: string;
  readonly keep: boolean;
  readonly facts: HostFacts;
  /** Names of the machines to start; addresses of the others stay reserved. @default all of the rig's */
  readonly machines?: readonly MachineSpec[] | undefined;
  /** What the images are made of. @default the usual one */
  readonly release?: Release;
  /** Whether its networks are its own, and not the engine's. */
  readonly ownNetworks: boolean;
  /** Of the rig that these machines are a part of. @default its own */
  readonly place?: RigPlace | undefined;
  /** The image of each machine. */
  readonly imageOf: (machine: MachineSpec) => string;
  /** Claimed for these machines already. @default the start claims it */
  readonly room?: Room | undefined;
  /** The folder for packet captures, one `<network>.pcap` for each network. */
  readonly captureDir?: string | undefined;
};

/** The error of the start stays the headline; an error of the removal is added to it. */
const withLeft = (error: unknown, left: Error): unknown => {
  if (!(error instanceof MachineError)) return error;
  const got = [error.facts.got, `what was begun could not be removed: ${left.message}`];
  return new MachineError(error.message, { ...error.facts, got: got.filter(Boolean).join("\n") });
};

/** A rig in a container engine. */
export class ContainerRig implements RunningRig {
  readonly facts: HostFacts;
  readonly kept: boolean;
  readonly #machines = new Map<string, ContainerMachine>();
  readonly #containerIds = new Map<string, string>();
  readonly #engine: Engine;
  readonly #rig: Rig;
  readonly #specs: readonly MachineSpec[];
  #networks: ContainerNetworks | undefined;
  readonly #folder: RigFolder;
  readonly #place: RigPlace | undefined;
  readonly #labels: RigLabels;
  readonly #room: Room;
  #stopping: Promise<void> | undefined;

  private constructor(start: RigStart, room: Room) {
    this.#room = room;
    this.facts = start.facts;
    this.kept = start.keep;
    this.#engine = start.engine;
    this.#rig = start.rig;
    this.#specs = start.machines ?? start.rig.machines;
    this.#place = start.place;
    this.#folder = start.place?.folder ?? new RigFolder({ label: start.label, kept: start.keep });
    this.#labels = { label: start.label, rig: this.#folder.id, kept: start.keep };
  }

  /** Starts all machines at the same time, when there is room; removes all of them on failure and on abort. */
  static async start(start: RigStart): Promise<ContainerRig> {
    const machines = start.machines ?? start.rig.machines;
    const { label, ownNetworks } = start;
    const need = needOfContainers(start.engine, start.rig, { label, machines, ownNetworks });
    const room = await roomIn(start.room, need, start);
    const rig = new ContainerRig(start, room);
    const aborted = Promise.withResolvers<never>();
    aborted.promise.catch(() => {});
    const abort = () => aborted.reject(new InterruptedError("interrupted while the machines were starting"));
    start.signal?.addEventListener("abort", abort);
    if (start.signal?.aborted) abort();
    const starting = rig.#startAll(start);
    try {
      await Promise.race([starting, aborted.promise]);
      return rig;
    } catch (error) {
      // What is still being made is removed as soon as it is there; then the rest of the start ends, too.
      await rig.#remove().catch(() => {});
      await starting.catch(() => {});
      throw await rig.#remove().then(
        () => error,
        (left: Error) => withLeft(error, left),
      );
    } finally {
      start.signal?.removeEventListener("abort", abort);
    }
  }

  get machines(): ReadonlyMap<string, ContainerMachine> {
    return this.#machines;
  }

  containerId(machine: string): string {
    return this.#containerIds.get(machine) ?? "";
  }

  /** Bound to this rig, so that it can be passed as a callback. */
  readonly resolveAddress = (ref: Placeholder): string => resolveIn(this.#rig, ref);

  get stopped(): boolean {
    return this.#stopping !== undefined;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#remove();
    return this.#stopping;
  }

  /** Ends the channels and leaves the machines. */
  async detach(): Promise<void> {
    if (this.#place === undefined) await this.#networks?.detach();
    await Promise.all([...this.#machines.values()].map((machine) => machine.detach()));
  }

  async #startAll(start: RigStart): Promise<void> {
    const { onProgress = () => {} } = start;
    // One that was waited for and was killed left its addresses to its networks.
    if (this.#room.waited) await removeLeftoverRigs(this.#engine.docker, { kept: false, onProgress });
    const networks = start.ownNetworks ? await this.#makeOwn() : await this.#askEngine();
    this.#networks = networks;
    // Own networks ask nothing of the engine: one that is silent is told now, and not when a machine should have started.
    await withDeadline("GET /_ping", this.#engine.docker.ping());
    await captureAll(networks, networksOf(this.#rig, this.#specs), start.captureDir);
    const settings = await systemdSettings(this.#engine, start.release ?? usualRelease);
    const starts = await Promise.allSettled(
      this.#specs.map((spec) => this.#startMachine(spec, { image: start.imageOf(spec), settings, networks })),
    );
    for (const one of starts) if (one.status === "rejected") throw one.reason;
    this.#room.ready();
  }

  async #makeOwn(): Promise<ContainerNetworks> {
    const networks = networksOf(this.#rig, this.#specs).map(({ name }) => name);
    const hub = this.#place?.hub ?? (await startHub(this.#folder, networks, this.kept));
    return new HubNetworks(hub, this.#engine, this.#rig);
  }

  async #askEngine(): Promise<ContainerNetworks> {
    const { runtimeClient } = await import("./systemd-container.ts");
    const client = await runtimeClient(this.#engine);
    return EngineNetworks.create({
      engine: this.#engine,
      rig: this.#rig,
      machines: this.#specs,
      labels: this.#labels,
      create: (options) => client.network.create(options),
    });
  }

  async #startMachine(
    spec: MachineSpec,
    { image, settings, networks }: { image: string; settings: SystemdSettings; networks: ContainerNetworks },
  ): Promise<void> {
    const { SystemdContainer } = await import("./systemd-container.ts");
    const machine = new ContainerMachine({
      machine: spec,
      engine: this.#engine,
      networks,
      ports: portsOf(this.#rig, spec),
      settings,
    });
    this.#machines.set(spec.name, machine);
    this.#folder.add(spec.name, "container");
    const begin = () => {
      const container = new SystemdContainer({
        engine: this.#engine,
        image,
        machine: spec,
        networks,
        settings,
        rig: this.#labels,
        untilReady: async (started) => {
          this.#containerIds.set(spec.name, started.id);
          await machine.connect(started);
        },
      });
      return withDeadline(`start of ${spec.name}`, container.start(), startTimeoutMs);
    };
    const dropped = droppedCapabilities(this.#engine);
    try {
      await begin();
    } catch (error) {
      // Nothing has been made yet, because the engine validates the request first.
      if (dropped.length === 0 || !refusedToDrop(this.#engine, error)) throw error;
      await begin();
    }
  }

  async #remove(): Promise<void> {
    try {
      await this.detach();
    } finally {
      await this.#removeMachines().finally(() => this.#room[Symbol.dispose]());
    }
  }

  async #removeMachines(): Promise<void> {
    try {
      await removeRig(this.#engine.docker, this.#labels.rig);
    } finally {
      if (this.#place === undefined) {
        await this.#networks?.[Symbol.asyncDispose]();
        // Machines that the engine did not remove are found in it, by their labels.
        this.#folder.remove();
      }
    }
  }
}
