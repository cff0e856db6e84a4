import type { Rig } from "../../scenario/rig.ts";
import type { AddressRef } from "../../scenario/text.ts";
import { addressIn } from "../addresses.ts";
import type { Room } from "../host/claim-room.ts";
import type { Machine } from "../machine.ts";
import type { HostFacts, RunningRig } from "../rig-host.ts";
import type { Halves } from "./join-networks.ts";

/** A rig with machines of both kinds. */
export class MixedRig implements RunningRig {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly facts: HostFacts;
  readonly machineFacts: ReadonlyMap<string, HostFacts>;
  readonly #rig: Rig;
  readonly #halves: Halves;
  /** What joins and captures the networks. */
  readonly #between: AsyncDisposable[] = [];
  /** Of both halves. */
  readonly #room: Room;
  #stopping: Promise<void> | undefined;

  constructor(rig: Rig, halves: Halves, room: Room) {
    this.#room = room;
    const { containers, vms } = halves;
    this.#rig = rig;
    this.#halves = halves;
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

  get stopped(): boolean {
    return this.#stopping !== undefined;
  }

  /** Ends before the machines do. */
  readonly add = (opened: AsyncDisposable): void => {
    this.#between.push(opened);
  };

  stop(): Promise<void> {
    this.#stopping ??= this.#remove();
    return this.#stopping;
  }

  /** Disconnects machines of different kinds from each other. */
  async part(): Promise<void> {
    await Promise.all(this.#between.splice(0).map((one) => one[Symbol.asyncDispose]()));
  }

  async #remove(): Promise<void> {
    try {
      await this.part();
    } finally {
      await bothOf(this.#halves.containers.stop(), this.#halves.vms.stop()).finally(() =>
        this.#room[Symbol.dispose](),
      );
    }
  }
}

/** Resolves with both; rejects with the first failure, when both have ended. */
export const bothOf = async <A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> => {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
};
