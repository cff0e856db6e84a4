import { setTimeout as delay } from "node:timers/promises";
import { reason } from "../lib/fatal.ts";
import type { Run } from "../lib/run.ts";
import type { Emit, StartAction } from "./events.ts";
import type { Podman } from "./podman.ts";
import type { RegisteredComponent } from "./registered-component.ts";

const LOG_LINES = 20;
const WAITING_EVERY_MS = 5_000;
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 500;

export type RollOut = {
  /** Starts the component; the limit is in milliseconds. */
  readonly begin: (component: RegisteredComponent, limitMs: number) => Promise<StartAction>;
  /** The reason why it does not work, `undefined` when it works. */
  readonly askHealth: (component: RegisteredComponent) => Promise<string | undefined>;
  readonly podman: Podman;
  readonly run: Pick<Run, "now" | "closing">;
  readonly stageDeadlineMs: number;
  readonly emit: Emit;
};

class Stage {
  readonly #rollOut: RollOut;
  readonly #startedAt: number;
  readonly #reasons = new Map<string, string>();

  constructor(rollOut: RollOut) {
    this.#rollOut = rollOut;
    this.#startedAt = rollOut.run.now();
  }

  #tookMs = (): number => Math.round(this.#rollOut.run.now() - this.#startedAt);

  #leftMs = (): number => this.#rollOut.stageDeadlineMs - (this.#rollOut.run.now() - this.#startedAt);

  async #becomesHealthy(component: RegisteredComponent): Promise<void> {
    for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_POLL_MS)) {
      const problem = await this.#rollOut.askHealth(component);
      if (problem === undefined) return;
      this.#reasons.set(component.name, problem);
      if (this.#rollOut.run.closing.disposed)
        throw new Error(`the agent ended before it was healthy: ${problem}`);
      if (this.#leftMs() <= 0)
        throw new Error(`not healthy within ${this.#rollOut.stageDeadlineMs} ms: ${problem}`);
      await delay(Math.max(1, Math.min(pauseMs, this.#leftMs())));
    }
  }

  async #bring(component: RegisteredComponent): Promise<boolean> {
    const { begin, emit, podman, run } = this.#rollOut;
    const about = { component: component.name, stage: component.stage };
    this.#reasons.set(component.name, "starting");
    try {
      const action = await begin(component, this.#leftMs());
      emit({ event: "started", ...about, action, tookMs: this.#tookMs() });
      await this.#becomesHealthy(component);
      emit({ event: "healthy", ...about, tookMs: this.#tookMs() });
      return true;
    } catch (error) {
      const log = run.closing.disposed ? [] : await podman.log(component.name, LOG_LINES);
      emit({ event: "failed", ...about, reason: reason(error), log, tookMs: this.#tookMs() });
      return false;
    } finally {
      this.#reasons.delete(component.name);
    }
  }

  /** Starts all of them in parallel; true when all became healthy. */
  async run(stage: number, components: readonly RegisteredComponent[]): Promise<boolean> {
    const ticker = setInterval(() => {
      this.#rollOut.emit({ event: "waiting", stage, reasons: Object.fromEntries(this.#reasons) });
    }, WAITING_EVERY_MS);
    try {
      return (await Promise.all(components.map((component) => this.#bring(component)))).every(Boolean);
    } finally {
      clearInterval(ticker);
    }
  }
}

/** Starts the components stage by stage; stops at a stage that does not become healthy. */
export const rollOut = async (
  components: readonly RegisteredComponent[],
  options: RollOut,
): Promise<boolean> => {
  const startedAt = options.run.now();
  const stages = [...Map.groupBy(components, ({ stage }) => stage)].toSorted(([a], [b]) => a - b);
  let done = 0;
  let isOk = true;
  for (const [stage, members] of stages) {
    isOk = await new Stage(options).run(stage, members);
    done += 1;
    if (!isOk) break;
  }
  const notStarted = stages.slice(done).flatMap(([, members]) => members.map(({ name }) => name));
  const tookMs = Math.round(options.run.now() - startedAt);
  options.emit({ event: "end", ok: isOk, notStarted, tookMs });
  return isOk;
};
