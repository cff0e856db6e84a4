import { chunkBytes } from "../../guest/frames.ts";
import type { AgentFacts, Calls, FileFacts } from "../../guest/protocol.ts";
import type { CommandObservation, CommandRequest } from "../../probes/command/value.ts";
import {
  type ObservationOf,
  type ProbeKind,
  probeDefinition,
  type RequestOf,
  type SampledProbe,
} from "../../scenario/probe.ts";
import { onThisHost } from "../host-load.ts";
import type { FileOptions, Sample, Sampling } from "../machine.ts";
import { usualMarginMs } from "./calls.ts";
import { AgentSession, quickMs, type SampleFrame } from "./session.ts";
import type { ChannelStream } from "./streams.ts";

type ChannelOptions = {
  /** The machine's name, for messages. */
  readonly machine: string;
  /** How long the agent may take to say hello. @default 5000 */
  readonly helloTimeoutMs?: number;
  /** How much longer than a request's own limit its answer is waited for; an emulated machine needs more. @default 2000 */
  readonly marginMs?: number;
  /** The harness's clock, milliseconds since 1970. */
  readonly nowMs?: () => number;
};

/** The persistent connection to the agent of one machine; every method rejects with MachineError. */
export class Channel {
  /** The agent's facts about its machine. */
  readonly facts: AgentFacts;
  readonly #session: AgentSession;
  readonly #samplings: Map<number, (sample: Sample) => void>;

  /** Use `openChannel`. */
  constructor(session: AgentSession, facts: AgentFacts, samplings: Map<number, (sample: Sample) => void>) {
    this.#session = session;
    this.facts = facts;
    this.#samplings = samplings;
  }

  /** Resolves with the reason when the channel ends, from either side. */
  get closed(): Promise<string> {
    return this.#session.closed;
  }

  get isOpen(): boolean {
    return this.#session.isOpen;
  }

  ping(): Promise<void> {
    return this.#session.ping();
  }

  /** Call it after a pause of the machine, which also stops its clock. */
  readClock(): Promise<void> {
    return this.#session.readClock();
  }

  /** Sets the machine's clock to this moment of the harness's, or another. @throws MachineError */
  async setClock(unixMs: number): Promise<void> {
    await this.#session.call("setClock", { unixMs }, { title: "set the clock", limitMs: onThisHost(quickMs) })
      .answer;
  }

  /** The parts of a long text that were sent in advance precede the part in the answer. */
  async observe<Kind extends ProbeKind>(request: RequestOf<Kind>): Promise<ObservationOf<Kind>> {
    const { kind, ...ask } = request;
    const ahead: { readonly part: string; readonly data: Buffer }[] = [];
    const answer = await this.#session.call(kind as Kind, ask as Calls[Kind]["ask"], {
      title: probeDefinition(kind).title(ask),
      limitMs: request.timeoutMs,
      onChunk: (part, data) => ahead.push({ part, data }),
    }).answer;
    const texts = [...Map.groupBy(ahead, ({ part }) => part)].map(([part, chunks]) => [
      part,
      Buffer.concat(chunks.map(({ data }) => data)).toString("utf8") + answer[part as keyof typeof answer],
    ]);
    return { ...answer, ...Object.fromEntries(texts) };
  }

  exec(request: CommandRequest): Promise<CommandObservation> {
    return this.observe({ kind: "command", ...request });
  }

  async readFile(path: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    await this.readChunks(path, (chunk) => chunks.push(chunk));
    return Buffer.concat(chunks);
  }

  /** Passes on the file as it arrives, in chunks of at most 256 KiB. */
  async readChunks(path: string, onChunk: (chunk: Uint8Array) => void): Promise<void> {
    const options = {
      title: `read ${path}`,
      limitMs: onThisHost(quickMs),
      onChunk: (_: string, data: Buffer) => onChunk(data),
    };
    await this.#session.call("read", { path }, options).answer;
  }

  async writeFile(path: string, data: Uint8Array | string, options: FileOptions = {}): Promise<void> {
    const bytes = Buffer.from(data);
    const ask = { path, mode: options.mode ?? "0644", owner: options.owner ?? "root:root" };
    const { id, answer } = this.#session.call("write", ask, {
      title: `write ${path}`,
      limitMs: onThisHost(quickMs),
    });
    // Awaited below: until then a refusal only stops the sending.
    answer.catch(() => {});
    let from = 0;
    let wanted = true;
    do {
      const to = Math.min(from + chunkBytes, bytes.length);
      wanted = await this.#session.sendData(id, bytes.subarray(from, to), to === bytes.length);
      from = to;
    } while (from < bytes.length && wanted);
    await answer;
  }

  stat(path: string): Promise<FileFacts> {
    return this.#session.call("stat", { path }, { title: `stat ${path}`, limitMs: onThisHost(quickMs) })
      .answer;
  }

  /** Ends with the channel; `Samplings` goes on over the next one. */
  async sample(
    probes: readonly SampledProbe[],
    intervalMs: number,
    onSample: (sample: Sample) => void,
  ): Promise<Sampling> {
    // At the agent's start the host may have been busy, and each sample's time would be wrong by half of that answer.
    await this.#session.readClockBetter();
    const options = { title: "start sampling", limitMs: onThisHost(quickMs) };
    const { id, answer } = this.#session.call("sample", { probes, intervalMs }, options);
    this.#samplings.set(id, onSample);
    try {
      await answer;
    } catch (error) {
      this.#samplings.delete(id);
      throw error;
    }
    return {
      stop: async () => {
        if (!this.#samplings.delete(id) || !this.isOpen) return;
        const stopping = { title: "stop sampling", limitMs: onThisHost(quickMs) };
        await this.#session.call("unsample", { sampling: id }, stopping).answer;
      },
    };
  }

  /** The agent behind a stream ends with it, and kills what is under way. Safe to call twice. */
  close(): Promise<void> {
    return this.#session.close();
  }
}

/** A channel whose agent has said hello. @throws MachineError when it does not in time */
export const openChannel = async (stream: ChannelStream, options: ChannelOptions): Promise<Channel> => {
  const samplings = new Map<number, (sample: Sample) => void>();
  const onSample = (frame: SampleFrame) => {
    const atMs = Math.round(session.clock.toHarness(frame.sentMonotonicMs));
    samplings.get(frame.id)?.({ id: frame.probe, atMs, observation: frame.observation });
  };
  const { machine, nowMs = Date.now, marginMs = usualMarginMs } = options;
  const session = new AgentSession(machine, stream, nowMs, onSample, marginMs);
  try {
    return new Channel(session, await session.hello(options.helloTimeoutMs ?? 5000), samplings);
  } catch (error) {
    await session.close();
    throw error;
  }
};
