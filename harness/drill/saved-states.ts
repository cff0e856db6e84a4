import type { RigStates, StateName } from "../machines/rig-host.ts";
import type { Counted } from "../phases/phase-run.ts";
import type { Rig } from "../scenario/rig.ts";
import { orInterrupted } from "./clock.ts";
import type { RunContext } from "./context.ts";
import type { Versions } from "./machine-facts.ts";
import type { SampledSoFar, Sampler } from "./sampler.ts";

/** The incident as one procedure's run came to it: what a run that goes on from its saved machines has to know. */
type Faulted = {
  /** The procedure whose run it was. */
  readonly procedure: string;
  readonly counted: Counted;
  readonly seenRed: ReadonlySet<string>;
  readonly samples: SampledSoFar;
  /** Asking again takes longer than the start itself. */
  readonly versions: Versions;
};

/** The saved states of one drill's machines: taken up where they are there, and made where they are not. */
export class SavedStates {
  readonly #states: RigStates | undefined;
  readonly #whenFaulted = Promise.withResolvers<void>();
  #faulted: Faulted | undefined;

  /** `states`: undefined where the machines cannot be saved, or are not to be. */
  constructor(states: RigStates | undefined) {
    this.#states = states;
  }

  /** Set once the machines with the incident in them have been saved. */
  get faulted(): Faulted | undefined {
    return this.#faulted;
  }

  get canSave(): boolean {
    return this.#states !== undefined;
  }

  /** Never settles where the machines are not saved with the incident in them. */
  get whenFaulted(): Promise<void> {
    return this.#whenFaulted.promise;
  }

  /** What the next machines start from; undefined: from nothing. */
  async next(rig: Rig): Promise<StateName | undefined> {
    if (this.#faulted !== undefined) return "faulted";
    return (await this.#states?.has(rig, "ready")) ? "ready" : undefined;
  }

  /** After set-up, so that no later drill has to repeat it. */
  async saveReady(run: RunContext): Promise<void> {
    await this.#save(run, "ready");
  }

  /** After the symptoms, so that the next procedures begin with the very same incident. */
  async saveFaulted(run: RunContext, sampler: Sampler, versions: Versions): Promise<void> {
    if (this.#states === undefined || this.#faulted !== undefined) return;
    const samples = await sampler.standStill(() => this.#save(run, "faulted"));
    const [counted, seenRed] = [new Map(run.counted), new Set(run.seenRed)];
    this.#faulted = { procedure: run.procedureId, counted, seenRed, samples, versions };
    this.#whenFaulted.resolve();
  }

  async #save(run: RunContext, state: StateName): Promise<void> {
    if (this.#states === undefined) return;
    const startMs = run.clock.monotonicMs();
    await orInterrupted(this.#states.save(run.plan.scenario.rig, run.rig, state), run.signal);
    const durationMs = run.clock.monotonicMs() - startMs;
    run.emit({ type: "state-saved", procedure: run.procedureId, state, durationMs });
  }
}
