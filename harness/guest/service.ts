import { Commands } from "./commands.ts";
import { askDns } from "./dns.ts";
import { agentFacts } from "./facts.ts";
import * as fields from "./fields.ts";
import { FileWriter, fileFacts, readChunks } from "./files.ts";
import { askHttp } from "./http.ts";
import { lookUp } from "./lookup.ts";
import { PipePool } from "./pipes.ts";
import {
  type AnswerBody,
  type CallFrame,
  type CallKind,
  type Calls,
  chunkBytes,
  type ExecAnswer,
} from "./protocol.ts";
import { messageOf, Refusal } from "./refusal.ts";
import { ProbeLoop } from "./sampling.ts";

/** Sends a frame; the promise, when there is one, waits until the other side has taken enough. */
export type Send = (frame: object) => Promise<void> | undefined;

type Answer<K extends CallKind> = Calls[K]["answer"] | Promise<Calls[K]["answer"]>;
type Handlers = { readonly [K in CallKind]: (frame: CallFrame) => Answer<K> };

type PendingWrite = {
  readonly writer: FileWriter;
  done: Promise<void>;
  readonly finished: PromiseWithResolvers<void>;
};

/** Answers the calls of one session at a time; a new hello ends what the session before it left. */
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
    exec: (frame) => this.#exec(frame),
    read: (frame) => this.#read(frame),
    write: (frame) => this.#write(frame),
    stat: (frame) => fileFacts(fields.fileCall(frame).path),
    dns: (frame) => askDns(fields.dnsCall(frame)),
    http: (frame) => askHttp(fields.httpCall(frame)),
    lookUp: (frame) => lookUp(fields.lookupCall(frame), (call) => this.#commands.run(call)),
    setClock: async (frame) => {
      await this.#commands.setClock(fields.clockCall(frame).unixMs);
      return {};
    },
    sample: (frame) => this.#sample(frame),
    unsample: (frame) => this.#unsample(frame),
  };

  constructor(send: Send) {
    this.#send = send;
    // Ahead of the first command; a failure is said when a command needs them.
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

  /** Ends everything that is under way. */
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
      const known = Object.hasOwn(this.#handlers, frame.kind);
      if (!known) throw new Refusal(`no request is called "${frame.kind}"`);
      const value = await this.#handlers[frame.kind as CallKind](frame);
      void this.#reply(frame, { type: "result", value });
    } catch (error) {
      void this.#reply(frame, { type: "error", message: messageOf(error) });
    }
  }

  #reply({ s, id }: CallFrame, body: AnswerBody): Promise<void> | undefined {
    return s === this.#session ? this.#send({ s, id, ...body }) : undefined;
  }

  async #exec(frame: CallFrame): Promise<ExecAnswer> {
    const { exitCode, signal, stdout, stderr, ...rest } = await this.#commands.run(fields.execCall(frame));
    return {
      ...rest,
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(signal === undefined ? {} : { signal }),
      stdout: await this.#inChunks(frame, "stdout", stdout.output),
      stderr: await this.#inChunks(frame, "stderr", stderr.output),
      stdoutCutBytes: stdout.cutBytes,
      stderrCutBytes: stderr.cutBytes,
    };
  }

  /** Sends all but the last chunk ahead, and returns that one. */
  async #inChunks(frame: CallFrame, part: "stdout" | "stderr", output: Buffer): Promise<string> {
    let from = 0;
    for (; output.length - from > chunkBytes; from += chunkBytes) {
      const data = output.subarray(from, from + chunkBytes).toString("base64");
      await this.#reply(frame, { type: "chunk", part, data });
    }
    return output.subarray(from).toString("base64");
  }

  async #read(frame: CallFrame): Promise<Calls["read"]["answer"]> {
    await readChunks(fields.fileCall(frame).path, (chunk) =>
      this.#reply(frame, { type: "chunk", part: "file", data: chunk.toString("base64") }),
    );
    return {};
  }

  async #write(frame: CallFrame): Promise<Calls["write"]["answer"]> {
    const finished = Promise.withResolvers<void>();
    const writer = new FileWriter(fields.writeCall(frame));
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

  #sample(frame: CallFrame): Calls["sample"]["answer"] {
    const probeLoop = new ProbeLoop(fields.sampleCall(frame), (probe, sentMonotonicMs, observation) => {
      if (this.#probeLoops.get(frame.id) !== probeLoop) return;
      void this.#reply(frame, { type: "sample", probe, sentMonotonicMs, observation });
    });
    this.#probeLoops.set(frame.id, probeLoop);
    return {};
  }

  #unsample(frame: CallFrame): Calls["unsample"]["answer"] {
    const id = fields.samplingOf(frame);
    this.#probeLoops.get(id)?.stop();
    this.#probeLoops.delete(id);
    return {};
  }
}
