import { MachineError } from "../../errors.ts";
import type { CommandObservation, CommandRequest } from "../../probes/command/value.ts";
import type { ObservationOf, ProbeKind, RequestOf, SampledProbe } from "../../scenario/probe.ts";
import { onThisHost } from "../host-load.ts";
import type { FileOptions, Sample, Sampling } from "../machine.ts";
import { addressComes, addressGoes } from "../network/address-scripts.ts";
import type { Port } from "../network/rig-networks.ts";
import type { Channel } from "./channel.ts";
import { Samplings } from "./samplings.ts";

const journalMs = 20_000;
const quickMs = 30_000;

/** The behaviour of every kind of machine through its agent. */
export abstract class AgentMachine {
  readonly name: string;
  protected readonly samplings = new Samplings();
  /** Events of the machine that its own logs cannot show. */
  protected readonly notes: string[] = [];
  /** The networks in which its address was taken. */
  readonly #addressless = new Set<string>();
  protected channel: Channel | undefined;
  /** Why there is no channel. */
  protected down = "it has not been started";

  constructor(name: string) {
    this.name = name;
  }

  exec(request: CommandRequest): Promise<CommandObservation> {
    return this.#ask((channel) => channel.exec(request));
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.#ask((channel) => channel.readFile(path));
  }

  writeFile(path: string, data: Uint8Array | string, options?: FileOptions): Promise<void> {
    return this.#ask((channel) => channel.writeFile(path, data, options));
  }

  observe<Kind extends ProbeKind>(request: RequestOf<Kind>): Promise<ObservationOf<Kind>> {
    return this.#ask((channel) => channel.observe(request));
  }

  sample(
    probes: readonly SampledProbe[],
    intervalMs: number,
    onSample: (sample: Sample) => void,
  ): Promise<Sampling> {
    return this.samplings.start(probes, intervalMs, onSample);
  }

  /** The error, with the state of a machine that has ended or does not answer. */
  protected abstract explain(error: unknown): Promise<unknown>;

  /** An error on an open channel is complete, unless a kind overrides this. */
  protected explainOpen(error: unknown, _channel: Channel): Promise<unknown> {
    return Promise.resolve(error);
  }

  protected async disconnect(why: string): Promise<void> {
    const { channel } = this;
    this.channel = undefined;
    this.down = why;
    await channel?.close();
  }

  /** @throws MachineError with the names of the existing networks */
  protected inNetwork<T extends { readonly network: string }>(places: readonly T[], network: string): T {
    const found = places.find((place) => place.network === network);
    if (found) return found;
    throw new MachineError(`${this.name}: it is not in a network "${network}"`, {
      expected: `one of ${places.map((one) => one.network).join(", ") || "none"}`,
    });
  }

  /** Until it is given back, or the machine boots. */
  protected async takeAddress(port: Port): Promise<void> {
    await this.mustDo(addressGoes(port));
    this.#addressless.add(port.network);
  }

  /** Does nothing where it was not taken. */
  protected async giveAddressBack(port: Port): Promise<void> {
    if (this.#addressless.delete(port.network)) await this.mustDo(addressComes(port));
  }

  /** Changes the machine by a script of root's. @throws MachineError when the script fails */
  protected async mustDo(script: string): Promise<void> {
    const seen = await this.exec({ script, timeoutMs: onThisHost(quickMs) });
    if (seen.exitCode === 0) return;
    throw new MachineError(`${this.name}: the machine could not be changed`, {
      command: `as root: ${script}`,
      expected: "exit 0",
      got: `exit ${seen.exitCode ?? seen.signal}: ${seen.stderr.trim()}`,
    });
  }

  /** The console, the journal as journalctl prints it with these arguments, and the notes. */
  protected async allLogs(console: string, journalctl: string): Promise<string> {
    const script = `journalctl ${journalctl} --no-pager --output=short-precise`;
    const journal = this.channel?.isOpen
      ? await this.channel
          .exec({ script, timeoutMs: journalMs })
          .catch((error: Error) => ({ stdout: error.message }))
      : { stdout: "(the journal cannot be read: the machine is down)\n" };
    const parts = [
      ["console", console],
      ["journal", journal.stdout],
      ["notes", this.notes.join("\n")],
    ] as const;
    return parts
      .flatMap(([title, text]) => (text === "" ? [] : [`--- ${title}\n${text.trimEnd()}\n`]))
      .join("");
  }

  async #ask<T>(call: (channel: Channel) => Promise<T>): Promise<T> {
    const { channel } = this;
    if (!channel) throw new MachineError(`${this.name}: ${this.down}`);
    try {
      return await call(channel);
    } catch (error) {
      throw await (channel.isOpen ? this.explainOpen(error, channel) : this.explain(error));
    }
  }
}
