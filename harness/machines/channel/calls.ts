import { MachineError } from "../../errors.ts";
import type { AnswerFrame } from "../../guest/protocol.ts";
import { onThisHost } from "../host-load.ts";

/** The default time to wait for an answer beyond the request's own limit. */
export const usualMarginMs = 2000;

export type CallOptions = {
  /** The description of the call, for messages. */
  readonly title: string;
  readonly limitMs: number;
  readonly onChunk?: (part: string, data: Buffer) => unknown;
};

type Call = CallOptions & {
  readonly startedMs: number;
  readonly marginMs: number;
  readonly timer: NodeJS.Timeout;
  readonly settle: PromiseWithResolvers<unknown>;
};

/** The calls that have no answer yet, each with the time by which it must have one. */
export class OpenCalls {
  readonly #machine: string;
  readonly #open = new Map<number, Call>();

  readonly #marginMs: number;

  constructor(machine: string, marginMs: number) {
    this.#machine = machine;
    this.#marginMs = marginMs;
  }

  add(id: number, options: CallOptions): Promise<unknown> {
    const settle = Promise.withResolvers<unknown>();
    const marginMs = onThisHost(this.#marginMs);
    const timer = setTimeout(() => this.#expire(id), options.limitMs + marginMs);
    this.#open.set(id, { ...options, marginMs, startedMs: performance.now(), timer, settle });
    return settle.promise;
  }

  isOpen(id: number): boolean {
    return this.#open.has(id);
  }

  /** Restarts the time limit after progress. */
  touch(id: number): void {
    this.#open.get(id)?.timer.refresh();
  }

  receive(frame: AnswerFrame): void {
    const call = this.#open.get(frame.id);
    if (call === undefined) return;
    if (frame.type === "chunk") {
      call.timer.refresh();
      call.onChunk?.(frame.part, Buffer.from(frame.data, "base64"));
    } else if (frame.type === "result") {
      this.#take(frame.id)?.settle.resolve(frame.value);
    } else if (frame.type === "error") {
      const error = new MachineError(`${this.#machine}: ${frame.message}`, { command: call.title });
      this.#take(frame.id)?.settle.reject(error);
    }
  }

  /** Rejects all running calls. */
  end(why: string): void {
    const titles = [...this.#open.values()].map(({ title }) => title);
    for (const id of [...this.#open.keys()]) {
      const call = this.#take(id);
      call?.settle.reject(
        new MachineError(`${this.#machine}: the channel to the machine ended while a request was under way`, {
          command: call.title,
          expected: "an answer",
          got: titles.length === 1 ? why : `${why}, with ${titles.length} requests under way`,
          waited: secondsText(performance.now() - call.startedMs),
          next: "see the machine's logs: it stopped, or its agent was killed",
        }),
      );
    }
  }

  #expire(id: number): void {
    const call = this.#take(id);
    call?.settle.reject(
      new MachineError(`${this.#machine}: the machine did not answer`, {
        command: call.title,
        expected: `an answer within ${secondsText(call.limitMs)}, and ${secondsText(call.marginMs)} more`,
        got: "nothing, on a channel that is still open",
        waited: secondsText(performance.now() - call.startedMs),
        next: "see whether the machine is paused or overloaded, and its logs",
      }),
    );
  }

  #take(id: number): Call | undefined {
    const call = this.#open.get(id);
    clearTimeout(call?.timer);
    this.#open.delete(id);
    return call;
  }
}

export const secondsText = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
