import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InterruptedError } from "#harness/errors.ts";
import { resolveIn } from "#harness/machines/addresses.ts";
import { runProvisioning } from "#harness/machines/provisioning.ts";
import type { RigHost, RunningRig } from "#harness/machines/rig-host.ts";
import type { Rig } from "#harness/scenario/rig.ts";
import type { Placeholder } from "#harness/scenario/text.ts";
import { ScriptedMachine } from "./machine.ts";
import type { ScriptedMachineOptions } from "./options.ts";
import { type ScriptedStore, savedState, scriptedStates } from "./saved-states.ts";
import type { ScriptedState } from "./state.ts";

export { ScriptedMachine } from "./machine.ts";
export type { ScriptedMachineOptions } from "./options.ts";
export type { ScriptedRule } from "./rules.ts";
export type { ScriptedStore } from "./saved-states.ts";
export type { ScriptedState } from "./state.ts";

export type ScriptedRigOptions = {
  /** The options of each machine, by name; the addresses come from the rig. */
  readonly machines?: Readonly<Record<string, ScriptedMachineOptions>>;
  /** Called with each machine before it is provisioned, so that a test can reach it. */
  readonly onMachine?: (machine: ScriptedMachine) => void;
  /** Thrown by the method of the same name. */
  readonly fail?: {
    readonly prepare?: Error;
    readonly start?: Error;
    readonly stop?: Error;
    readonly save?: Error;
  };
  readonly sandbox?: boolean;
  /** The store of saved machines; without it the host cannot save. */
  readonly states?: ScriptedStore;
  /** Rigs with equal addresses can run at once. */
  readonly startsAhead?: true;
};

/** Scripted machines run no programs. */
const bundles = { get: (entryFile: string) => `// the bundle of ${entryFile}\n` };

const versions = { release: "trixie" } as const;

const prefixOf = (rig: Rig, network: string): string =>
  rig.networks.find(({ name }) => name === network)?.subnet.split("/")[1] ?? "24";

/** A host of scripted machines; their addresses are those of the rig. */
export const scriptedRigHost = (options: ScriptedRigOptions = {}): RigHost => {
  const running = new Set<RunningRig>();
  return {
    kind: "container",
    ...(options.states === undefined ? {} : { states: scriptedStates(options.states, options.fail?.save) }),
    ...(options.startsAhead === undefined ? {} : { startsAhead: options.startsAhead }),
    async prepare(_rig, onProgress) {
      if (options.fail?.prepare !== undefined) throw options.fail.prepare;
      onProgress("scripted machines need no image");
    },
    async start(rig, { signal, from, captureDir }) {
      assertWanted(signal);
      if (options.fail?.start !== undefined) throw options.fail.start;
      const machines = new Map<string, ScriptedMachine>();
      const started = runningRig(rig, machines, options.fail?.stop);
      running.add(started);
      try {
        for (const spec of rig.machines) {
          const state = from === undefined ? undefined : savedState(options.states, from, spec.name);
          const machine = makeMachine(rig, spec, options, state);
          machines.set(spec.name, machine);
          options.onMachine?.(machine);
          await machine.start();
          if (state === undefined) {
            const wanted = signal ?? new AbortController().signal;
            await runProvisioning(machine, spec.provision, {
              ...{ versions, bundles, signal: wanted },
              resolve: started.resolveAddress,
            });
          }
          assertWanted(signal);
        }
        if (captureDir !== undefined) await capture(rig, captureDir);
        return started;
      } catch (error) {
        await started.stop();
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      for (const rig of running) await rig.stop();
      running.clear();
      options.states?.delete("faulted");
    },
  };
};

const assertWanted = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new InterruptedError("interrupted while the machines were started");
};

const makeMachine = (
  rig: Rig,
  spec: Rig["machines"][number],
  options: ScriptedRigOptions,
  state: ScriptedState | undefined,
): ScriptedMachine => {
  const addresses = Object.fromEntries(
    Object.entries(spec.addresses).map(([network, address]) => [
      network,
      `${address}/${prefixOf(rig, network)}`,
    ]),
  );
  const own = options.machines?.[spec.name] ?? {};
  return new ScriptedMachine(spec.name, {
    sandbox: options.sandbox ?? false,
    users: spec.users,
    ...own,
    addresses,
    ...(state === undefined ? {} : { state }),
  });
};

/** No packets pass between scripted machines: the files exist and are empty. */
const capture = async (rig: Rig, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const { name } of rig.networks) await writeFile(join(folder, `${name}.pcap`), "");
};

const runningRig = (
  rig: Rig,
  machines: ReadonlyMap<string, ScriptedMachine>,
  failure: Error | undefined,
): RunningRig => ({
  machines,
  facts: { engine: "scripted", imageDigest: "scripted" },
  resolveAddress: (ref: Placeholder) => resolveIn(rig, ref),
  async stop() {
    for (const machine of machines.values()) await machine.stop();
    if (failure !== undefined) throw failure;
  },
});
