import { MachineError } from "#harness/errors.ts";
import type { RigStates, RunningRig, StateName } from "#harness/machines/rig-host.ts";
import { ScriptedMachine } from "./machine.ts";
import { copyOf, type ScriptedState } from "./state.ts";

/** The saved states of scripted machines, by state and machine; the store outlives the host. */
export type ScriptedStore = Map<StateName, ReadonlyMap<string, ScriptedState>>;

/** Saved states of scripted machines, which are only their state in memory. */
export const scriptedStates = (store: ScriptedStore, failure: Error | undefined): RigStates => ({
  has: async (_rig, name) => store.has(name),
  save: async (_rig, running: RunningRig, name) => {
    if (failure !== undefined) throw failure;
    const machines = [...running.machines].flatMap(([machine, one]) =>
      one instanceof ScriptedMachine ? [[machine, copyOf(one.state)] as const] : [],
    );
    store.set(name, new Map(machines));
  },
});

/** @throws MachineError when nothing was saved under the name */
export const savedState = (store: ScriptedStore | undefined, name: StateName, machine: string) => {
  const state = store?.get(name)?.get(machine);
  if (state === undefined) throw new MachineError(`${machine}: there is no saved state "${name}"`);
  return copyOf(state);
};
