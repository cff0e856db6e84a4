import { randomBytes } from "node:crypto";
import { MachineError } from "../../errors.ts";
import { encodeFrame, FrameReader } from "../../guest/frames.ts";
import {
  type AgentFacts,
  type AnswerFrame,
  type CallKind,
  type Calls,
  protocolVersion,
} from "../../guest/protocol.ts";
import { onThisHost } from "../host-load.ts";
import { type CallOptions, OpenCalls, secondsText } from "./calls.ts";
import { AgentClock } from "./clock.ts";
import { type ChannelStream, Streams } from "./streams.ts";

export type SampleFrame = AnswerFrame & { readonly type: "sample" };

/** The limit of what is quick, and of each chunk of what may be long. */
export const quickMs = 8000;

const helloAgainMs = 250;
const clockReadings = 3;
const noiseLimit = 300;

/** A call that was sent: its id, and the answer to come. */
type SentCall<K extends CallKind> = {
  readonly id: number;
  readonly answer: Promise<Calls[K]["answer"]>;
};

/** One session with an agent: calls matched with their answers, and the agent's clock. */
export class AgentSession {
  readonly machine: string;
  readonly clock = new AgentClock();
  readonly #name = randomBytes(6).toString("hex");
  readonly #streams: Streams;
  readonly #calls: OpenCalls;
  readonly #nowMs: () => number;
  readonly #onSample: (frame: SampleFrame) => void;
  readonly #closed = Promise.withResolvers<string>();
  #ended: string | undefined;
  #lastId = 0;
  /** The last line that was no frame; often the reason of a missing agent. */
  #noise = "";

  constructor(
    machine: string,
    stream: ChannelStream,
    nowMs: () => number,
    onSample: (frame: SampleFrame) => void,
    marginMs: number,
  ) {
    this.machine = machine;
    this.#nowMs = nowMs;
    this.#onSample = onSample;
    this.#calls = new OpenCalls(machine, marginMs);
    this.#streams = new Streams(stream);
    const reader = new FrameReader(
      (frame) => this.#receive(frame as unknown as AnswerFrame),
      (line) => {
        this.#noise = line.slice(0, noiseLimit);
      },
    );
    this.#streams.listen(
      (data) => reader.push(data),
      (why) => this.#end(why),
    );
  }

  /** Resolves with the reason when the session ends, from either side. */
  get closed(): Promise<string> {
    return this.#closed.promise;
  }

  get isOpen(): boolean {
    return this.#ended === undefined;
  }

  /** Opens the session; repeated until answered, for the agent may come up later than the stream. */
  async hello(quietTimeoutMs: number): Promise<AgentFacts> {
    const timeoutMs = onThisHost(quietTimeoutMs);
    const ask = () => this.call("hello", {}, { title: "hello", limitMs: timeoutMs }).answer;
    const { promise, resolve, reject } = Promise.withResolvers<AgentFacts>();
    const again = setInterval(() => ask().then(resolve, () => {}), helloAgainMs);
    const limit = setTimeout(() => reject(this.#silence(timeoutMs)), timeoutMs);
    // Ends an incomplete line that an earlier session may have left in a port.
    void this.#streams.write("\n");
    ask().then(resolve, reject);
    try {
      const facts = await promise;
      if (facts.protocol !== protocolVersion) throw this.#otherVersion(facts.protocol);
      await this.readClock();
      return facts;
    } finally {
      clearInterval(again);
      clearTimeout(limit);
    }
  }

  /** Measures the agent's clock anew, after it has jumped or stopped. */
  async readClock(): Promise<void> {
    this.clock.forget();
    await this.readClockBetter();
  }

  /** Measures the agent's clock again; a faster answer makes it more exact. */
  async readClockBetter(): Promise<void> {
    for (let reading = 0; reading < clockReadings; reading += 1) await this.ping();
  }

  async ping(): Promise<void> {
    const sentMs = this.#nowMs();
    const { monotonicMs } = await this.call("ping", {}, { title: "ping", limitMs: onThisHost(quickMs) })
      .answer;
    this.clock.observe(sentMs, this.#nowMs(), monotonicMs);
  }

  call<K extends CallKind>(kind: K, ask: Calls[K]["ask"], options: CallOptions): SentCall<K> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = this.#calls.add(id, options) as SentCall<K>["answer"];
    if (this.#ended !== undefined) this.#calls.end(this.#ended);
    else void this.#streams.write(encodeFrame({ ...ask, s: this.#name, id, kind }));
    return { id, answer };
  }

  /** Sends a part of the file of a write call; false when the call is over already. */
  async sendData(id: number, data: Buffer, last: boolean): Promise<boolean> {
    const frame = { s: this.#name, id, kind: "data", data: data.toString("base64"), last };
    await this.#streams.write(encodeFrame(frame));
    this.#calls.touch(id);
    return this.#calls.isOpen(id);
  }

  /** The agent behind a stream ends with it, and kills what is under way. Safe to call twice. */
  async close(): Promise<void> {
    this.#end("it was closed");
    await this.#streams.close();
  }

  #receive(frame: AnswerFrame): void {
    if (frame.s !== this.#name) return;
    if (frame.type === "sample") this.#onSample(frame);
    else this.#calls.receive(frame);
  }

  #end(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = this.#noise === "" ? why : `${why} after "${this.#noise}"`;
    this.#calls.end(this.#ended);
    this.#closed.resolve(this.#ended);
  }

  #silence(timeoutMs: number): MachineError {
    return new MachineError(`${this.machine}: the agent in the machine did not answer`, {
      waited: secondsText(timeoutMs),
      next: "see whether the agent runs in the machine, and what it printed on stderr",
    });
  }

  #otherVersion(protocol: number): MachineError {
    return new MachineError(`${this.machine}: the agent in the machine is of another version`, {
      expected: `protocol ${protocolVersion}`,
      got: `protocol ${protocol}`,
      next: "build the machine's image again",
    });
  }
}
