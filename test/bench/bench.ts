import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { orInterrupted } from "#harness/drill/clock.ts";
import { containerRigHost } from "#harness/machines/container/index.ts";
import { ensureRigImage } from "#harness/machines/container/rig-image.ts";
import type { Engine } from "#harness/machines/engine/engine.ts";
import { openEngine } from "#harness/machines/engine/index.ts";
import { ensureMachineImage } from "#harness/machines/images/machine-image.ts";
import type { Machine } from "#harness/machines/machine.ts";
import type { RigHost, RunningRig } from "#harness/machines/rig-host.ts";
import type { MachineSpec, Rig } from "#harness/scenario/rig.ts";
import type { Scenario } from "#harness/scenario/scenario.ts";
import { ownContents } from "../own-machines.ts";
import { loadOwnScenario } from "../own-scenarios.ts";
import type { Measurement } from "./measurement.ts";

const versions = { release: "trixie" } as const;

/** One benchmark; `--only` takes its name. */
export type Benchmark = {
  readonly name: string;
  readonly about: string;
  run(bench: Bench): Promise<Measurement[]>;
};

/** What every machine runs in. */
export type Opened = { readonly engine: Engine; readonly host: RigHost };

/** The inputs of a benchmark's machines. */
export type Prepared = Opened & {
  readonly scenario: Scenario;
  readonly spec: MachineSpec;
  /** The rig's own image, provisioned. */
  readonly image: string;
  readonly imageDigest: string;
};

type BenchOptions = {
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
  /** Instead of each benchmark's own number. */
  readonly turns?: number;
  /** After which a long benchmark begins nothing more, in milliseconds. @default two minutes */
  readonly withinMs?: number;
};

/** Shared by benchmarks: one engine, the rig of a scenario, a folder; all removed when disposed. */
export class Bench implements AsyncDisposable {
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
  readonly folder = mkdtempSync(join(tmpdir(), "drillbook-bench-"));
  readonly withinMs: number;
  readonly #turns: number | undefined;
  readonly #rigs = new Set<RunningRig>();
  #opening: Promise<Opened> | undefined;
  #prepared: Promise<Prepared> | undefined;
  #opened: AsyncDisposable | undefined;

  constructor({ signal, onProgress, turns, withinMs = 120_000 }: BenchOptions) {
    this.signal = signal;
    this.onProgress = onProgress;
    this.#turns = turns;
    this.withinMs = withinMs;
  }

  /** Once one is open. */
  engineName: string | undefined;

  turns(usual: number): number {
    return this.#turns ?? usual;
  }

  /** The engine, opened at first use. */
  opened(): Promise<Opened> {
    this.#opening ??= this.#open();
    return orInterrupted(this.#opening, this.signal);
  }

  /** The engine and the images, prepared at first use. */
  prepared(): Promise<Prepared> {
    this.#prepared ??= this.#prepare();
    return orInterrupted(this.#prepared, this.signal);
  }

  /** Prepares another rig; returns the image of each of its machines, by name. */
  async images(rig: Rig): Promise<ReadonlyMap<string, string>> {
    const { engine, host } = await this.prepared();
    const { onProgress, signal } = this;
    // The host has made them.
    const options = { setup: true, versions, ownNetworks: false, onProgress, signal };
    await orInterrupted(host.prepare(rig, onProgress), signal);
    const machineImage = await ensureMachineImage(engine, ownContents, options);
    const images = new Map<string, string>();
    for (const spec of rig.machines) {
      images.set(spec.name, await ensureRigImage(engine, machineImage, rig, spec, options));
    }
    return images;
  }

  /** @param of a prepared rig; default: the rig of the scenario for most benchmarks */
  async start(label: string, of?: Rig): Promise<RunningRig> {
    const { host } = await this.opened();
    const rig = await host.start(of ?? (await this.prepared()).scenario.rig, {
      label,
      keep: false,
      signal: this.signal,
    });
    this.#rigs.add(rig);
    return rig;
  }

  async stop(rig: RunningRig): Promise<void> {
    await rig.stop();
    this.#rigs.delete(rig);
  }

  /** Does the work on a new machine, and removes it. */
  async onMachine<T>(label: string, work: (machine: Machine, rig: RunningRig) => Promise<T>): Promise<T> {
    const { spec } = await this.prepared();
    const rig = await this.start(label);
    try {
      const machine = rig.machines.get(spec.name);
      if (!machine) throw new TypeError(`the rig has no machine "${spec.name}"`);
      return await orInterrupted(work(machine, rig), this.signal);
    } finally {
      await this.stop(rig);
    }
  }

  async #open(): Promise<Opened> {
    const engine = await openEngine({ setup: true, onProgress: this.onProgress });
    this.#opened = engine;
    this.engineName = engine.name;
    const host = containerRigHost({ engine, contents: ownContents });
    this.#opened = host;
    return { engine, host };
  }

  async #prepare(): Promise<Prepared> {
    const { onProgress, signal } = this;
    const { engine, host } = await this.opened();
    const scenario = await loadOwnScenario("uid-change");
    const [spec] = scenario.rig.machines;
    if (!spec) throw new TypeError(`the rig of ${scenario.id} has no machine`);
    await host.prepare(scenario.rig, onProgress);
    const machineImage = await ensureMachineImage(engine, ownContents, { setup: true, onProgress, signal });
    const options = { versions, ownNetworks: false, onProgress, signal };
    const image = await ensureRigImage(engine, machineImage, scenario.rig, spec, options);
    return { engine, host, scenario, spec, image, imageDigest: machineImage.digest };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await Promise.allSettled([...this.#rigs].map((rig) => rig.stop()));
      // The end of the host also ends an unfinished preparation.
      await this.#opened?.[Symbol.asyncDispose]();
      await Promise.allSettled([this.#opening, this.#prepared]);
    } finally {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }
}
