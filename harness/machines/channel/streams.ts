import type { Duplex, Readable, Writable } from "node:stream";

/** The streams of a channel: one for both directions, or one for each. */
export type ChannelStream = Duplex | { readonly readable: Readable; readonly writable: Writable };

const flushLimitMs = 500;

/** Both directions of a stream, with every listener in one place, so that all are removed. */
export class Streams {
  readonly #readable: Readable;
  readonly #writable: Writable;
  #drained: PromiseWithResolvers<void> | undefined;
  #onData: ((data: Buffer) => void) | undefined;
  #onEnd: ((why: string) => void) | undefined;

  constructor(stream: ChannelStream) {
    this.#readable =
      "readable" in stream && typeof stream.readable === "object" ? stream.readable : (stream as Duplex);
    this.#writable =
      "writable" in stream && typeof stream.writable === "object" ? stream.writable : (stream as Duplex);
  }

  /** `onEnd` is called once, with what happened. */
  listen(onData: (data: Buffer) => void, onEnd: (why: string) => void): void {
    this.#onData = onData;
    this.#onEnd = onEnd;
    this.#readable
      .on("data", onData)
      .on("end", this.#ended)
      .on("close", this.#ended)
      .on("error", this.#failed);
    this.#writable.on("close", this.#ended).on("error", this.#failed).on("drain", this.#drain);
  }

  /** A promise resolves when the other side has accepted enough. */
  write(text: string): Promise<void> | undefined {
    if (this.#onEnd === undefined || this.#writable.write(text)) return undefined;
    this.#drained ??= Promise.withResolvers();
    return this.#drained.promise;
  }

  /** Flushes the output, with a short limit, and removes every listener. */
  async close(): Promise<void> {
    this.#detach();
    // A stream that breaks while it is being closed is closed.
    const ignore = () => {};
    this.#readable.on("error", ignore);
    this.#writable.on("error", ignore);
    if (!this.#writable.writableEnded && !this.#writable.destroyed) {
      const flushed = Promise.withResolvers<void>();
      const limit = setTimeout(flushed.resolve, flushLimitMs);
      this.#writable.once("close", flushed.resolve);
      this.#writable.end(flushed.resolve);
      await flushed.promise;
      clearTimeout(limit);
      this.#writable.off("close", flushed.resolve);
    }
    this.#readable.destroy();
    this.#writable.destroy();
  }

  readonly #drain = (): void => {
    this.#drained?.resolve();
    this.#drained = undefined;
  };

  readonly #ended = (): void => this.#finish("the stream ended");
  readonly #failed = (error: Error): void => this.#finish(`the stream broke: ${error.message}`);

  #finish(why: string): void {
    const onEnd = this.#onEnd;
    this.#onEnd = undefined;
    this.#drain();
    onEnd?.(why);
  }

  #detach(): void {
    this.#onEnd = undefined;
    this.#drain();
    if (this.#onData !== undefined) this.#readable.off("data", this.#onData);
    this.#readable.off("end", this.#ended).off("close", this.#ended).off("error", this.#failed);
    this.#writable.off("close", this.#ended).off("error", this.#failed).off("drain", this.#drain);
  }
}
