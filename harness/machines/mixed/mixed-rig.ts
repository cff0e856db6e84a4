import type { Rig } from "../../scenario/rig.ts";
import type { AddressRef } from "../../scenario/text.ts";
import { addressIn } from "../addresses.ts";
import type { ContainerRig } from "../container/container-rig.ts";
import type { Room } from "../host/claim-room.ts";
import type { Machine } from "../machine.ts";
import type { RigPlace } from "../network/hub/rig-place.ts";
import type { HostFacts, RunningRig } from "../rig-host.ts";
import type { VmRig } from "../vm/vm-rig.ts";

/** The machines of one rig, by kind. */
export type Halves = { readonly containers: ContainerRig; readonly vms: VmRig };

/** A rig with machines of both kinds, in the networks of one hub. */
export class MixedRig implements RunningRig {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly facts: HostFacts;
  readonly machineFacts: ReadonlyMap<string, HostFacts>;
  readonly #rig: Rig;
  readonly #halves: Halves;
  readonly #place: RigPlace;
  /** Of both halves. */
  readonly #room: Room;
  #stopping: Promise<void> | undefined;

  constructor(rig: Rig, halves: Halves, { place, room }: { readonly place: RigPlace; readonly room: Room }) {
    this.#room = room;
    const { containers, vms } = halves;
    this.#rig = rig;
    this.#halves = halves;
    this.#place = place;
    const found = rig.machines.flatMap(({ name }) => {
      const machine = containers.machines.get(name) ?? vms.machines.get(name);
      return machine === undefined ? [] : [[name, machine] as const];
    });
    this.machines = new Map(found);
    this.machineFacts = new Map([
      ...[...containers.machines.keys()].map((name) => [name, containers.facts] as const),
      ...[...vms.machines.keys()].map((name) => [name, vms.facts] as const),
    ]);
    const both = [containers.facts, vms.facts];
    this.facts = {
      engine: both.map(({ engine }) => engine).join("; "),
      imageDigest: both.map(({ imageDigest }) => imageDigest).join("; "),
    };
  }

  readonly resolveAddress = (ref: AddressRef): string => addressIn(this.#rig, ref);

  get kept(): boolean {
    return this.#halves.containers.kept;
  }

  get stopped(): boolean {
    return this.#stopping !== undefined;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#remove();
    return this.#stopping;
  }

  /** Leaves the networks to the machines, which are left by their own hosts. */
  detach(): Promise<void> {
    return this.#place.hub.detach();
  }

  async #remove(): Promise<void> {
    try {
      await bothOf(this.#halves.containers.stop(), this.#halves.vms.stop());
    } finally {
      await endPlace(this.#place).finally(() => this.#room[Symbol.dispose]());
    }
  }
}

/** When its machines have ended. */
export const endPlace = async ({ hub, folder }: RigPlace): Promise<void> => {
  await hub[Symbol.asyncDispose]();
  folder.remove();
};

/** Resolves with both; rejects with the first failure, when both have ended. */
export const bothOf = async <A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> => {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
};
