import { HostNotReadyError } from "../../errors.ts";
import { drillCommand } from "../../invocation.ts";
import { type MachineKind, machineKinds } from "../../scenario/machine-kind.ts";
import type { MachineSpec, Rig } from "../../scenario/rig.ts";
import { containerRigHost } from "../container/index.ts";
import { needOfContainers } from "../container/need.ts";
import type { Engine } from "../engine/engine.ts";
import { claimRoom, type Need, type Room } from "../host/claim-room.ts";
import { whyNotOwn } from "../network/hub/can-own.ts";
import { type RigPlace, startHub } from "../network/hub/rig-place.ts";
import { captureAll } from "../network/rig-networks.ts";
import type { RigHost, StartOptions } from "../rig-host.ts";
import { RigFolder } from "../rig-record.ts";
import { umlRigHost } from "../uml/index.ts";
import { needOfUmls } from "../uml/need.ts";
import { type VmHostOptions, vmRigHost } from "../vm/index.ts";
import { allOf, endPlace, MixedRig, type Part } from "./mixed-rig.ts";

type MixedHostOptions = Omit<VmHostOptions, "only"> & {
  readonly engine: Engine;
  /** The default kind of machines. */
  readonly kind: MachineKind;
};

/** The rigs of one kind, as parts of rigs that have machines of others, too. */
type PartHost = RigHost & { startIn(rig: Rig, start: StartOptions, place: RigPlace): Promise<Part> };

type Kind = {
  readonly host: PartHost;
  /** What its machines of a rig need. */
  readonly need: (rig: Rig, label: string, machines: readonly MachineSpec[]) => Need | Promise<Need>;
};

/** Rigs that have machines of several kinds in the same networks, containers in this engine; they cannot be saved. */
export const mixedRigHost = (options: MixedHostOptions): RigHost => {
  const { engine, contents, kind, versions } = options;
  const isOn = (wanted: MachineKind) => (machine: MachineSpec) => (machine.on ?? kind) === wanted;
  const vms = vmRigHost({ ...options, only: isOn("vm") });
  const kinds: Readonly<Record<MachineKind, Kind>> = {
    container: {
      host: containerRigHost({ engine, contents, versions, only: isOn("container") }),
      need: (rig, label, machines) => needOfContainers(engine, rig, { label, machines, ownNetworks: true }),
    },
    vm: { host: vms, need: (rig, label) => vms.needOf(rig, label) },
    uml: {
      host: umlRigHost({ ...options, only: isOn("uml") }),
      need: (_, label, machines) => needOfUmls(label, machines.length),
    },
  };
  const rigs = new Set<MixedRig>();
  const kindsOf = (rig: Rig): MachineKind[] => machineKinds.filter((one) => rig.machines.some(isOn(one)));

  /** Once for all: two rigs with a part of their room each would wait for one another. */
  const claimAll = async (rig: Rig, start: StartOptions): Promise<Room> => {
    const needs = await Promise.all(
      kindsOf(rig).map((one) => kinds[one].need(rig, start.label, rig.machines.filter(isOn(one)))),
    );
    const sum = (of: "machines" | "memoryMb" | "containersMb") =>
      needs.reduce((all, need) => all + need[of], 0);
    const disk = needs.reduce((most, need) => (need.diskMb > most.diskMb ? need : most));
    return claimRoom(
      {
        label: start.label,
        kinds: needs.flatMap((need) => need.kinds),
        machines: sum("machines"),
        memoryMb: sum("memoryMb"),
        containersMb: sum("containersMb"),
        diskMb: disk.diskMb,
        diskFolder: disk.diskFolder,
      },
      start,
    );
  };

  const startAll = async (rig: Rig, start: StartOptions, place: RigPlace): Promise<Part[]> => {
    const failing = new AbortController();
    const signal = AbortSignal.any([failing.signal, ...(start.signal ? [start.signal] : [])]);
    let failure: unknown;
    const started = await Promise.all(
      kindsOf(rig).map((one) =>
        kinds[one].host.startIn(rig, { ...start, signal }, place).catch((error: unknown) => {
          failure ??= error;
          failing.abort();
          return undefined;
        }),
      ),
    );
    const parts = started.filter((part) => part !== undefined);
    if (parts.length === started.length) return parts;
    await allOf(parts.map((part) => part.stop()));
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
      return new MixedRig(rig, await startAll(rig, start, place), { place, room: start.room });
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
      for (const one of kindsOf(rig)) await kinds[one].host.prepare(rig, told);
    },
    start: async (rig, start) => {
      const room = await claimAll(rig, start);
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
      await allOf(
        Object.values(kinds).map(async ({ host }) => {
          await host[Symbol.asyncDispose]();
        }),
      );
    },
  };
};

const cannotMix = (got: string): HostNotReadyError =>
  new HostNotReadyError("containers and virtual machines cannot be in one network here", {
    got,
    next: `as root, with a container engine of this host: ${drillCommand(["…"], ["--engine private"], { sudo: true })}`,
  });
