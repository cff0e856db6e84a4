import { setTimeout as delay } from "node:timers/promises";
import { MachineError } from "../../errors.ts";
import type { Fidelity, MachineKind } from "../../scenario/machine-kind.ts";
import { AgentMachine } from "../channel/agent-machine.ts";
import { type Channel, openChannel } from "../channel/channel.ts";
import { plainText } from "../console-text.ts";
import type { ProcessIdentity } from "../engine/process-identity.ts";
import { onThisHost } from "../host-load.ts";
import type { DiskState, LinkQuality, Machine, NetworkCut } from "../machine.ts";
import type { Port, RigNetworks } from "../network/rig-networks.ts";
import type { Pace } from "../pace.ts";
import { untilSystemdRuns } from "../readiness.ts";
import { endOf, panicIn } from "./console-end.ts";
import type { GuestProcess } from "./guest-process.ts";

/** From the start of the process, or a reset, to the agent's first word: for what hangs, because a guest that ends is told at once, and a slow one boots slowly beside other work. */
const bootMs = 300_000;
export const shutdownMs = 45_000;

export type OwnKernelMachineOptions = {
  readonly networks: RigNetworks;
  readonly ports: readonly Port[];
  readonly pace: Pace;
  /** Time limits for the boot and for answers. @default those of its pace */
  readonly patienceMs?: number | undefined;
};

/** A machine with a kernel of its own, which is a process of this host and is driven by the agent in it. */
export abstract class OwnKernelMachine<Process extends GuestProcess> extends AgentMachine implements Machine {
  abstract readonly kind: MachineKind;
  readonly fidelity: Fidelity = { kernel: "own", reboot: "real", powerLoss: "real" };
  readonly slowness: number;
  readonly sampleIntervalMs: number;
  protected readonly pace: Pace;
  protected readonly networks: RigNetworks;
  protected readonly ports: readonly Port[];
  protected process: Process;
  /** The networks that it is cut off. */
  protected readonly cut = new Set<string>();
  readonly #patienceMs: number | undefined;

  constructor(process: Process, { networks, ports, pace, patienceMs }: OwnKernelMachineOptions) {
    super(process.name);
    this.pace = pace;
    this.slowness = pace.slowness;
    this.sampleIntervalMs = pace.sampleIntervalMs;
    this.process = process;
    this.networks = networks;
    this.ports = ports;
    this.#patienceMs = patienceMs;
  }

  /** The process of this host that runs it. */
  get identity(): ProcessIdentity | undefined {
    return this.process.identity;
  }

  /** The disk that it writes into. */
  get disk(): string {
    return this.process.disk;
  }

  abstract reboot(): Promise<void>;
  abstract powerLoss(): Promise<void>;
  abstract setLink(network: string, quality: LinkQuality): Promise<void>;
  abstract setDisk(state: DiskState): Promise<void>;

  /** What of a cut shows inside the machine. */
  protected abstract setCarrier(port: Port, up: boolean): Promise<void>;

  /** Resolves when the machine that is booting is up. */
  async boot(): Promise<void> {
    try {
      const channel = await this.open(this.#patienceMs ?? bootMs);
      await untilSystemdRuns(this.name, channel, this.#patienceMs);
      await this.samplings.attach(channel);
    } catch (error) {
      throw await this.explain(error);
    }
  }

  /** Shuts down in order and does not start again. */
  async shutDown(): Promise<void> {
    await this.exec({ script: "systemctl poweroff", timeoutMs: onThisHost(10_000) });
    await this.disconnect("it has been shut down");
    const late = delay(onThisHost(shutdownMs), "late", { ref: false });
    if ((await Promise.race([this.process.ended, late])) === "late") {
      throw await this.explain(new MachineError(`${this.name}: the machine did not shut down`));
    }
  }

  async cutNetwork(network: string, { address }: NetworkCut = {}): Promise<void> {
    const port = this.inNetwork(this.ports, network);
    if (address === "goes") await this.takeAddress(port);
    await this.networks.cut(port);
    this.cut.add(network);
    await this.setCarrier(port, false);
  }

  async healNetwork(network: string): Promise<void> {
    const port = this.inNetwork(this.ports, network);
    await this.networks.heal(port);
    this.cut.delete(network);
    await this.setCarrier(port, true);
    await this.giveAddressBack(port);
  }

  async moveClock(byMs: number): Promise<void> {
    await this.mustDo(`date --set='${Math.round(byMs / 1000)} seconds'`);
  }

  logs(): Promise<string> {
    return this.allLogs(plainText(this.process.console), "");
  }

  /** Leaves the machine as it is. */
  async detach(): Promise<void> {
    await this.disconnect("this command has released it");
    this.process.detach();
  }

  /** Ends the machine for good. */
  async end(): Promise<void> {
    this.down = "it has been removed";
    await this.process.kill();
    await this.disconnect("it has been removed");
  }

  /** Each network that it is cut off, in a guest that knows nothing of it. */
  protected async cutAgain(): Promise<void> {
    for (const port of this.ports) if (this.cut.has(port.network)) await this.setCarrier(port, false);
  }

  protected async open(withinMs: number): Promise<Channel> {
    const stream = await this.process.connectAgent(withinMs);
    const channel = await openChannel(stream, {
      machine: this.name,
      helloTimeoutMs: withinMs,
      marginMs: this.#patienceMs ?? this.pace.marginMs,
    });
    this.channel = channel;
    return channel;
  }

  /** A guest that refuses is alive; a silent guest may not be. */
  protected override async explainOpen(error: unknown, channel: Channel): Promise<unknown> {
    if (!(error instanceof MachineError) || error.facts.waited === undefined) return error;
    return (await answers(channel, this.pace.marginMs)) ? error : this.#explainHang(error);
  }

  /** Ends a guest that hangs, which prints its state where it can; what was done, for the machine's notes. */
  protected abstract endHanging(): Promise<string>;

  async #explainHang(error: MachineError): Promise<MachineError> {
    await this.disconnect("it hangs");
    this.notes.push(`the guest hung; ${await this.endHanging()}`);
    return new MachineError(`${this.name}: the machine hangs`, {
      ...error.facts,
      got: [error.facts.got, `it answers nothing; its console's last lines:`, endOf(this.process.console)]
        .filter(Boolean)
        .join("\n"),
      cause: error,
    });
  }

  /** The error, with the state of a machine that has ended or does not answer. */
  protected override async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof MachineError)) return error;
    // The stream ends a moment before the process has.
    const end = await Promise.race([this.process.ended, delay(300, undefined, { ref: false })]);
    const { program, errors, console } = this.process;
    const told = [end === undefined ? this.down : `${program} ${end}`, errors, endOf(console)];
    const over = end === undefined ? error.message : `${this.name}: the machine has ended`;
    // It ends some kernels, too.
    const headline = panicIn(console) === "" ? over : `${this.name}: the guest's kernel panicked`;
    const got = [error.facts.got, ...told].filter(Boolean).join("\n");
    return new MachineError(headline, { ...error.facts, got, cause: error });
  }
}

const answers = (channel: Channel, withinMs: number): Promise<boolean> =>
  Promise.race([
    channel.ping().then(
      () => true,
      () => false,
    ),
    delay(withinMs, false, { ref: false }),
  ]);
