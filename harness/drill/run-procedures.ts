import type { RigHost } from "../machines/rig-host.ts";
import { type DrillPlan, drilledProcedures } from "../plan/drill-plan.ts";
import { worst } from "../scenario/verdict.ts";
import { cleanUpHeadline } from "./failure.ts";
import { NextRig } from "./next-rig.ts";
import { type ProcedureResult, runProcedure, startOptions } from "./run-procedure.ts";
import { SavedStates } from "./saved-states.ts";
import type { Slots, Surroundings } from "./surroundings.ts";
import { notBegunReason, type Stopped, tellNotDone } from "./tell-not-done.ts";

/**
 * Runs the procedures of a plan on a prepared host: in their order, or, with slots, as many at once as there are slots
 * free. Where machines can be saved, the first comes to the incident alone, and the others begin with its machines.
 * Answers the worst verdict, when all that were begun have ended.
 */
export const runProcedures = async (
  plan: DrillPlan,
  around: Surroundings,
  host: RigHost,
): Promise<Pick<ProcedureResult, "verdict" | "notReady">> => {
  const next = new NextRig(host, around.clock);
  const procedures = new Procedures(plan, around, host, next);
  try {
    await (around.slots === undefined ? procedures.inTurn() : procedures.sideBySide(around.slots));
  } finally {
    await next.drop().catch((error: unknown) => {
      around.emit({ type: "cleanup-failed", headline: cleanUpHeadline(error) });
    });
  }
  if (around.signal.aborted) return { verdict: "interrupted" };
  const { results } = procedures;
  const notReady = results.find((one) => one.notReady !== undefined)?.notReady;
  return {
    verdict: worst(results.map(({ verdict }) => verdict)),
    ...(notReady === undefined ? {} : { notReady }),
  };
};

/** Those of one plan: which come next, and what became of those that ended. */
class Procedures {
  readonly results: Pick<ProcedureResult, "verdict" | "notReady">[] = [];
  readonly #plan: DrillPlan;
  readonly #around: Surroundings;
  readonly #host: RigHost;
  readonly #next: NextRig;
  readonly #saved: SavedStates;
  readonly #waiting: string[];
  readonly #running = new Set<Promise<void>>();
  readonly #errors: unknown[] = [];
  #stopped: Stopped | undefined;

  constructor(plan: DrillPlan, around: Surroundings, host: RigHost, next: NextRig) {
    this.#plan = plan;
    this.#around = around;
    this.#host = host;
    this.#next = next;
    this.#saved = new SavedStates(plan.flags.cold === true ? undefined : host.states);
    this.#waiting = plan.procedures.map(({ id }) => id);
  }

  /** One after the other. */
  async inTurn(): Promise<void> {
    let more = true;
    while (more) more = await this.#runNext();
    if (this.#errors.length > 0) throw this.#errors[0];
  }

  /** In the drill's own slot as in turn; others take procedures from it as soon as they can be begun. */
  async sideBySide(slots: Slots): Promise<void> {
    const help = () => {
      // Slots that are free take procedures at once; one that comes free when nothing is left is given back.
      for (let left = this.#waiting.length; left > 0; left -= 1) {
        slots.run(() => this.#runNext()).catch(this.#fail);
      }
    };
    const first = this.#runNext();
    if (this.#saved.canSave) void this.#saved.whenFaulted.then(help);
    else help();
    let more = await first;
    while (more) more = await this.#runNext();
    if (this.#running.size > 0) await slots.lend(Promise.all(this.#running));
    if (this.#errors.length > 0) throw this.#errors[0];
  }

  /** Runs the next one, and answers whether there was one. */
  async #runNext(): Promise<boolean> {
    const id = this.#take();
    if (id === undefined) return false;
    const run = this.#run(id).catch(this.#fail);
    this.#running.add(run);
    await run;
    this.#running.delete(run);
    return true;
  }

  /** No other is begun after it. */
  readonly #fail = (error: unknown): void => {
    this.#errors.push(error);
  };

  /** The next one that is drilled; tells of those before it that are not. */
  #take(): string | undefined {
    for (;;) {
      if (this.#around.signal.aborted || this.#errors.length > 0) return undefined;
      const id = this.#waiting.shift();
      if (id === undefined) return undefined;
      const skipped = this.#plan.procedures.find((one) => one.id === id)?.skipped;
      if (skipped !== undefined) {
        tellNotDone(this.#plan, this.#around, { procedure: id, verdict: "skipped", reason: skipped });
        this.results.push({ verdict: "skipped" });
      } else if (this.#stopped !== undefined) {
        const reason = notBegunReason(this.#stopped);
        tellNotDone(this.#plan, this.#around, { procedure: id, verdict: "unknown", reason });
      } else {
        return id;
      }
    }
  }

  async #run(procedureId: string): Promise<void> {
    const { clock, signal, report, slots } = this.#around;
    const procedure = this.#plan.scenario.procedures[procedureId];
    if (!procedure) throw new TypeError(`no procedure ${procedureId}`);
    const following = this.#following();
    const result = await runProcedure({
      ...{ plan: this.#plan, procedureId, procedure, clock, signal, report },
      ...{ host: this.#host, saved: this.#saved, next: this.#next },
      emit: slots === undefined ? this.#startingAhead(following) : this.#around.emit,
      othersFollow: following !== undefined,
    });
    this.results.push(result);
    if (result.stopsAll !== undefined) this.#stopped ??= { procedure: procedureId, why: result.stopsAll };
  }

  #following(): string | undefined {
    const drilled = drilledProcedures(this.#plan);
    return this.#waiting.find((id) => drilled.includes(id));
  }

  /** Begins to start the machines of the following procedure when this one has recovered. */
  #startingAhead(following: string | undefined): Surroundings["emit"] {
    const { emit, signal, report } = this.#around;
    return (event) => {
      emit(event);
      if (following === undefined || !mayStartAhead(this.#plan, this.#around, this.#host)) return;
      // Not while it recovers: that time is measured, and compared with that of other procedures.
      if (event.type === "phase-ended" && event.at.phase === "recovery" && event.ok) {
        const options = startOptions({ plan: this.#plan, report, signal, procedureId: following });
        this.#next.begin(this.#plan.scenario.rig, options);
      }
    };
  }
}

/**
 * Where machines can be saved, the next ones start from those of this procedure; a capture has what passes while a
 * procedure runs.
 */
const mayStartAhead = ({ flags }: DrillPlan, { startsAhead }: Surroundings, host: RigHost): boolean =>
  startsAhead === true &&
  host.startsAhead === true &&
  host.states === undefined &&
  flags.capture !== true &&
  flags.keep !== true;
