import { Commands } from "./commands.ts";
import { agentFacts } from "./facts.ts";
import { FileWriter, fileFacts, readChunks } from "./files.ts";
import * as calls from "./own-calls.ts";
import { PipePool } from "./pipes.ts";
import type { Guest } from "./probe.ts";
import { readProbe, readSampled } from "./probes.ts";
import type { AnswerBody, CallFrame, Calls, OwnCallKind } from "./protocol.ts";
import { messageOf, Refusal } from "./refusal.ts";
import { ProbeLoop } from "./sampling.ts";

/** Sends a frame; a promise resolves when the other side has accepted enough. */
export type Send = (frame: object) => Promise<void> | undefined;

type Answer<K extends OwnCallKind> = Calls[K]["answer"] | Promise<Calls[K]["answer"]>;
type Handlers = { readonly [K in OwnCallKind]: (frame: CallFrame) => Answer<K> };

type PendingWrite = {
  readonly writer: FileWriter;
  done: Promise<void>;
  readonly finished: PromiseWithResolvers<void>;
};

/** Answers the calls of one session at a time; a new hello ends the calls of the session before. */
export class Service {
  #session = "";
  readonly #send: Send;
  readonly #pipes = new PipePool();
  readonly #commands = new Commands(this.#pipes);
  readonly #probeLoops = new Map<number, ProbeLoop>();
  readonly #writes = new Map<number, PendingWrite>();
  readonly #handlers: Handlers = {
    hello: () => agentFacts(),
    ping: () => ({ monotonicMs: performance.now() }),
    read: (frame) => this.#read(frame),
    write: (frame) => this.#write(frame),
    stat: (frame) => fileFacts(calls.fileCall(frame).path),
    setClock: async (frame) => {
      await this.#commands.setClock(calls.clockCall(frame).unixMs);
      return {};
    },
    sample: (frame) => this.#sample(frame),
    unsample: (frame) => this.#unsample(frame),
  };

  constructor(send: Send) {
    this.#send = send;
    // Before the first command; a failure is reported when a command needs them.
    this.#pipes.fill().catch(() => {});
  }

  receive(frame: Readonly<Record<string, unknown>>): void {
    const { s, id, kind } = frame;
    if (typeof s !== "string" || typeof id !== "number" || typeof kind !== "string") return;
    if (kind === "hello" && s !== this.#session) {
      this.end();
      this.#session = s;
    }
    if (s !== this.#session) return;
    const call = frame as CallFrame;
    if (kind === "data") this.#data(call);
    else void this.#answer(call);
  }

  /** Ends every running call. */
  end(): void {
    this.#session = "";
    this.#commands.killAll();
    for (const probeLoop of this.#probeLoops.values()) probeLoop.stop();
    this.#probeLoops.clear();
    for (const { writer } of this.#writes.values()) void writer.abandon();
    this.#writes.clear();
  }

  async #answer(frame: CallFrame): Promise<void> {
    try {
      const isOwn = Object.hasOwn(this.#handlers, frame.kind);
      const value = isOwn
        ? await this.#handlers[frame.kind as OwnCallKind](frame)
        : await this.#observe(frame);
      void this.#reply(frame, { type: "result", value });
    } catch (error) {
      void this.#reply(frame, { type: "error", message: messageOf(error) });
    }
  }

  #reply({ s, id }: CallFrame, body: AnswerBody): Promise<void> | undefined {
    return s === this.#session ? this.#send({ s, id, ...body }) : undefined;
  }

  async #observe(frame: CallFrame): Promise<unknown> {
    const observe = await readProbe(frame);
    this.#assertCurrent(frame);
    return observe(this.#guest(frame));
  }

  #guest(frame: CallFrame): Guest {
    return {
      run: (command) => this.#commands.run(command),
      sendPart: (part, data) => this.#reply(frame, { type: "chunk", part, data: data.toString("base64") }),
    };
  }

  /** @throws Refusal when the session ended during the call */
  #assertCurrent({ s }: CallFrame): void {
    if (s !== this.#session) throw new Refusal("the session of this call is over");
  }

  async #read(frame: CallFrame): Promise<Calls["read"]["answer"]> {
    await readChunks(calls.fileCall(frame).path, (chunk) =>
      this.#reply(frame, { type: "chunk", part: "file", data: chunk.toString("base64") }),
    );
    return {};
  }

  async #write(frame: CallFrame): Promise<Calls["write"]["answer"]> {
    const finished = Promise.withResolvers<void>();
    const writer = new FileWriter(calls.writeCall(frame));
    this.#writes.set(frame.id, { writer, done: Promise.resolve(), finished });
    try {
      await finished.promise;
      return {};
    } finally {
      this.#writes.delete(frame.id);
    }
  }

  #data(frame: CallFrame): void {
    const write = this.#writes.get(frame.id);
    if (write === undefined) return;
    write.done = write.done.then(async () => {
      await write.writer.append(Buffer.from(String(frame["data"] ?? ""), "base64"));
      if (frame["last"] !== true) return;
      await write.writer.commit();
      write.finished.resolve();
    });
    write.done.catch(write.finished.reject);
  }

  async #sample(frame: CallFrame): Promise<Calls["sample"]["answer"]> {
    const { probes, intervalMs } = calls.sampleCall(frame);
    const sampled = await Promise.all(probes.map((one) => readSampled(one, this.#guest(frame))));
    this.#assertCurrent(frame);
    const probeLoop = new ProbeLoop(sampled, intervalMs, (probe, sentMonotonicMs, observation) => {
      if (this.#probeLoops.get(frame.id) !== probeLoop) return;
      void this.#reply(frame, { type: "sample", probe, sentMonotonicMs, observation });
    });
    this.#probeLoops.set(frame.id, probeLoop);
    return {};
  }

  #unsample(frame: CallFrame): Calls["unsample"]["answer"] {
    const id = calls.samplingOf(frame);
    this.#probeLoops.get(id)?.stop();
    this.#probeLoops.delete(id);
    return {};
  }
}
