import type { MachineKind } from "../../scenario/machine-kind.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { ContainerRig } from "../container/container-rig.ts";
import { containerRigHost } from "../container/index.ts";
import { needOfContainers } from "../container/need.ts";
import type { Engine } from "../engine/engine.ts";
import { claimRoom, type Room } from "../host/claim-room.ts";
import type { RigHost, RunningRig, StartOptions } from "../rig-host.ts";
import { type VmHostOptions, vmRigHost } from "../vm/index.ts";
import { needOfVms } from "../vm/need.ts";
import { VmRig } from "../vm/vm-rig.ts";
import { type Halves, joinNetworks } from "./join-networks.ts";
import { bothOf, MixedRig } from "./mixed-rig.ts";

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
  const claimBoth = (rig: Rig, start: StartOptions): Promise<Room> => {
    const { label } = start;
    const [ours, theirs] = [rig.machines.filter(isOn("container")), rig.machines.filter(isOn("vm"))];
    const inEngine = needOfContainers(engine, rig, { label, machines: ours });
    const virtual = needOfVms(label, theirs.length);
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

  const startBoth = async (rig: Rig, start: Omit<StartOptions, "captureDir">): Promise<Halves> => {
    const failing = new AbortController();
    const signal = AbortSignal.any([failing.signal, ...(start.signal ? [start.signal] : [])]);
    let failure: unknown;
    const startOne = async (host: RigHost): Promise<RunningRig | undefined> => {
      try {
        return await host.start(rig, { ...start, signal });
      } catch (error) {
        failure ??= error;
        failing.abort();
        return undefined;
      }
    };
    const [one, other] = await Promise.all([startOne(containers), startOne(vms)]);
    if (one instanceof ContainerRig && other instanceof VmRig) return { containers: one, vms: other };
    await bothOf(Promise.resolve(one?.stop()), Promise.resolve(other?.stop()));
    throw failure;
  };

  return {
    kind,
    prepare: async (rig, told) => {
      // In sequence, because each is enough load for a small host.
      await containers.prepare(rig, told);
      await vms.prepare(rig, told);
    },
    start: async (rig, { captureDir, ...start }) => {
      const room = await claimBoth(rig, start);
      const halves = await startBoth(rig, { ...start, room }).catch((error) => {
        room[Symbol.dispose]();
        throw error;
      });
      const running = new MixedRig(rig, halves, room);
      rigs.add(running);
      try {
        const virtual = rig.machines.filter(isOn("vm"));
        await joinNetworks(halves, { engine, rig, virtual, captureDir, onOpen: running.add });
        return running;
      } catch (error) {
        await running.stop();
        throw error;
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const rig of rigs) if (!rig.stopped) await rig.part();
      await bothOf(
        Promise.resolve(vms[Symbol.asyncDispose]()),
        Promise.resolve(containers[Symbol.asyncDispose]()),
      );
    },
  };
};
