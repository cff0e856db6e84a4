import {
  type AgentFacts,
  chunkBytes,
  type DnsCall,
  type ExecCall,
  type FileFacts,
  type HttpCall,
  type LookupCall,
} from "../../guest/protocol.ts";
import type {
  CommandObservation,
  DnsObservation,
  HttpObservation,
  LookupObservation,
} from "../../scenario/observation.ts";
import type { FileOptions, Sample, SampledProbe, Sampling } from "../machine.ts";
import { usualMarginMs } from "./calls.ts";
import { OutputParts } from "./output.ts";
import { AgentSession, quickMs, type SampleFrame } from "./session.ts";
import type { ChannelStream } from "./streams.ts";

export type ChannelOptions = {
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
  /** What the agent said of its machine. */
  readonly facts: AgentFacts;
  readonly #session: AgentSession;
  readonly #samplings: Map<number, (sample: Sample) => void>;

  /** Use `openChannel`. */
  constructor(session: AgentSession, facts: AgentFacts, samplings: Map<number, (sample: Sample) => void>) {
    this.#session = session;
    this.facts = facts;
    this.#samplings = samplings;
  }

  /** Resolves with the reason when the channel is over, whoever ended it. */
  get closed(): Promise<string> {
    return this.#session.closed;
  }

  get isOpen(): boolean {
    return this.#session.isOpen;
  }

  ping(): Promise<void> {
    return this.#session.ping();
  }

  /** To be called when the machine has stood still: its clock did, too. */
  readClock(): Promise<void> {
    return this.#session.readClock();
  }

  /** Sets the machine's clock to this moment of the harness's, or another. @throws MachineError */
  async setClock(unixMs: number): Promise<void> {
    await this.#session.call("setClock", { unixMs }, { title: "set the clock", limitMs: quickMs }).answer;
  }

  async exec(call: ExecCall): Promise<CommandObservation> {
    const output = new OutputParts();
    const answer = await this.#session.call("exec", call, {
      title: `as ${call.user ?? "root"}: ${call.script}`,
      limitMs: call.timeoutMs,
      onChunk: (part, data) => output.add(part, data),
    }).answer;
    return {
      kind: "command",
      exitCode: answer.exitCode,
      signal: answer.signal,
      stdout: output.complete("stdout", answer.stdout, answer.stdoutCutBytes),
      stderr: output.complete("stderr", answer.stderr, answer.stderrCutBytes),
      timedOut: answer.timedOut,
      durationMs: answer.durationMs,
    };
  }

  async readFile(path: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    await this.readChunks(path, (chunk) => chunks.push(chunk));
    return Buffer.concat(chunks);
  }

  /** Hands on the file as it arrives, in chunks of at most 256 KiB. */
  async readChunks(path: string, onChunk: (chunk: Uint8Array) => void): Promise<void> {
    const options = {
      title: `read ${path}`,
      limitMs: quickMs,
      onChunk: (_: string, data: Buffer) => onChunk(data),
    };
    await this.#session.call("read", { path }, options).answer;
  }

  async writeFile(path: string, data: Uint8Array | string, options: FileOptions = {}): Promise<void> {
    const bytes = Buffer.from(data);
    const ask = { path, mode: options.mode ?? "0644", owner: options.owner ?? "root:root" };
    const { id, answer } = this.#session.call("write", ask, { title: `write ${path}`, limitMs: quickMs });
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
    return this.#session.call("stat", { path }, { title: `stat ${path}`, limitMs: quickMs }).answer;
  }

  dns(call: DnsCall): Promise<DnsObservation> {
    const server = call.server ?? "the servers of /etc/resolv.conf";
    const title = `DNS ${call.type} ${call.name} at ${server} port ${call.port} over ${call.protocol}`;
    return this.#session.call("dns", call, { title, limitMs: call.timeoutMs }).answer;
  }

  http(call: HttpCall): Promise<HttpObservation> {
    const options = { title: `${call.method} ${call.url}`, limitMs: call.timeoutMs };
    return this.#session.call("http", call, options).answer;
  }

  lookUp(call: LookupCall): Promise<LookupObservation> {
    const options = { title: `look up ${call.name}`, limitMs: call.timeoutMs };
    return this.#session.call("lookUp", call, options).answer;
  }

  /** Ends with the channel; `Samplings` goes on over the next one. */
  async sample(
    probes: readonly SampledProbe[],
    intervalMs: number,
    onSample: (sample: Sample) => void,
  ): Promise<Sampling> {
    const options = { title: "start sampling", limitMs: quickMs };
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
        const stopping = { title: "stop sampling", limitMs: quickMs };
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
