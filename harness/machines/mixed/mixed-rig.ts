import type { Rig } from "../../scenario/rig.ts";
import type { Placeholder } from "../../scenario/text.ts";
import { resolveIn } from "../addresses.ts";
import type { Room } from "../host/claim-room.ts";
import type { Machine } from "../machine.ts";
import type { RigPlace } from "../network/hub/rig-place.ts";
import type { HostFacts, RunningRig } from "../rig-host.ts";

/** The machines of one kind in a rig. */
export type Part = RunningRig & { readonly kept: boolean };

/** A rig with machines of several kinds, in the networks of one hub. */
export class MixedRig implements RunningRig {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly facts: HostFacts;
  readonly machineFacts: ReadonlyMap<string, HostFacts>;
  readonly #rig: Rig;
  readonly #parts: readonly Part[];
  readonly #place: RigPlace;
  /** Of all parts. */
  readonly #room: Room;
  #stopping: Promise<void> | undefined;

  constructor(
    rig: Rig,
    parts: readonly Part[],
    { place, room }: { readonly place: RigPlace; readonly room: Room },
  ) {
    this.#room = room;
    this.#rig = rig;
    this.#parts = parts;
    this.#place = place;
    const found = rig.machines.flatMap(({ name }) => {
      const machine = parts.map(({ machines }) => machines.get(name)).find((one) => one !== undefined);
      return machine === undefined ? [] : [[name, machine] as const];
    });
    this.machines = new Map(found);
    this.machineFacts = new Map(
      parts.flatMap(({ machines, facts }) => [...machines.keys()].map((name) => [name, facts] as const)),
    );
    this.facts = {
      engine: parts.map(({ facts }) => facts.engine).join("; "),
      imageDigest: parts.map(({ facts }) => facts.imageDigest).join("; "),
    };
  }

  readonly resolveAddress = (ref: Placeholder): string => resolveIn(this.#rig, ref);

  get kept(): boolean {
    return this.#parts.some(({ kept }) => kept);
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
      await allOf(this.#parts.map((part) => part.stop()));
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

/** Resolves with all; rejects with the first failure, when all have ended. */
export const allOf = async <T>(all: readonly Promise<T>[]): Promise<T[]> => {
  await Promise.allSettled(all);
  return Promise.all(all);
};
