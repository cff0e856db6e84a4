import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import type { MachineKind } from "../../scenario/machine-kind.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { containerRigHost } from "../container/index.ts";
import { needOfContainers } from "../container/need.ts";
import type { Engine } from "../engine/engine.ts";
import { claimRoom, type Room } from "../host/claim-room.ts";
import { whyNotOwn } from "../network/hub/can-own.ts";
import { type RigPlace, startHub } from "../network/hub/rig-place.ts";
import { captureAll } from "../network/rig-networks.ts";
import type { RigHost, StartOptions } from "../rig-host.ts";
import { RigFolder } from "../rig-record.ts";
import { type VmHostOptions, vmRigHost } from "../vm/index.ts";
import { bothOf, endPlace, type Halves, MixedRig } from "./mixed-rig.ts";

type MixedHostOptions = Omit<VmHostOptions, "only"> & {
  readonly engine: Engine;
  /** The default kind of machines. */
  readonly kind: MachineKind;
};

/** Rigs that have containers in this engine and virtual machines in the same networks; they cannot be saved. */
export const mixedRigHost = (options: MixedHostOptions): RigHost => {
  const { engine, contents, kind } = options;
  const isOn = (wanted: MachineKind) => (machine: MachineSpec) => (machine.on ?? kind) === wanted;
  const containers = containerRigHost({
    engine,
    contents,
    versions: options.versions,
    only: isOn("container"),
  });
  const vms = vmRigHost({ ...options, only: isOn("vm") });
  const rigs = new Set<MixedRig>();

  /** Once for both: two rigs with half of their room each would wait for one another. */
  const claimBoth = async (rig: Rig, start: StartOptions): Promise<Room> => {
    const { label } = start;
    const ours = rig.machines.filter(isOn("container"));
    const inEngine = needOfContainers(engine, rig, { label, machines: ours, ownNetworks: true });
    const virtual = await vms.needOf(rig, label);
    return claimRoom(
      {
        ...inEngine,
        kinds: [...inEngine.kinds, ...virtual.kinds],
        machines: inEngine.machines + virtual.machines,
        memoryMb: inEngine.memoryMb + virtual.memoryMb,
        diskMb: virtual.diskMb,
        diskFolder: virtual.diskFolder,
      },
      start,
    );
  };

  const startBoth = async (rig: Rig, start: StartOptions, place: RigPlace): Promise<Halves> => {
    const failing = new AbortController();
    const signal = AbortSignal.any([failing.signal, ...(start.signal ? [start.signal] : [])]);
    let failure: unknown;
    const orUndefined = <T>(starting: Promise<T>): Promise<T | undefined> =>
      starting.catch((error: unknown) => {
        failure ??= error;
        failing.abort();
        return undefined;
      });
    const half = { ...start, signal };
    const [one, other] = await Promise.all([
      orUndefined(containers.startIn(rig, half, place)),
      orUndefined(vms.startIn(rig, half, place)),
    ]);
    if (one !== undefined && other !== undefined) return { containers: one, vms: other };
    await bothOf(Promise.resolve(one?.stop()), Promise.resolve(other?.stop()));
    throw failure;
  };

  const startInHub = async (
    rig: Rig,
    { captureDir, ...start }: StartOptions & { readonly room: Room },
  ): Promise<MixedRig> => {
    const folder = new RigFolder({ label: start.label, kept: start.keep });
    const names = rig.networks.map(({ name }) => name);
    const hub = await startHub(folder, names, start.keep).catch((error: unknown) => {
      folder.remove();
      throw error;
    });
    const place = { folder, hub };
    try {
      await captureAll(hub, rig.networks, captureDir);
      return new MixedRig(rig, await startBoth(rig, start, place), { place, room: start.room });
    } catch (error) {
      await endPlace(place);
      throw error;
    }
  };

  return {
    kind,
    prepare: async (rig, told) => {
      const why = await whyNotOwn(engine);
      if (why !== undefined) throw cannotMix(why);
      // In sequence, because each is enough load for a small host.
      await containers.prepare(rig, told);
      await vms.prepare(rig, told);
    },
    start: async (rig, start) => {
      const room = await claimBoth(rig, start);
      const running = await startInHub(rig, { ...start, room }).catch((error: unknown) => {
        room[Symbol.dispose]();
        throw error;
      });
      rigs.add(running);
      return running;
    },
    [Symbol.asyncDispose]: async () => {
      const open = [...rigs].filter((rig) => !rig.stopped);
      await Promise.all(open.map((rig) => (rig.kept ? rig.detach() : rig.stop())));
      await bothOf(
        Promise.resolve(vms[Symbol.asyncDispose]()),
        Promise.resolve(containers[Symbol.asyncDispose]()),
      );
    },
  };
};

const cannotMix = (got: string): HostNotReadyError =>
  new HostNotReadyError("containers and virtual machines cannot be in one network here", {
    got,
    next: `as root, with a container engine of this host: ${drillCommand(["…"], ["--engine private"], { sudo: true })}`,
  });
