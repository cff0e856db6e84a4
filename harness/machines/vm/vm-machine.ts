import { setTimeout as delay } from "node:timers/promises";
import { MachineError } from "../../errors.ts";
import type { Fidelity } from "../../scenario/machine-kind.ts";
import { cannot } from "../cannot.ts";
import { AgentMachine } from "../channel/agent-machine.ts";
import { type Channel, openChannel } from "../channel/channel.ts";
import { plainText } from "../console-text.ts";
import { onThisHost } from "../host-load.ts";
import type { DiskState, LinkQuality, Machine, NetworkCut } from "../machine.ts";
import type { Port, RigNetworks } from "../network/rig-networks.ts";
import { type Pace, type Processor, paces } from "../pace.ts";
import { untilSystemdRuns } from "../readiness.ts";
import { endOf, panicIn } from "./console-end.ts";
import { diskScripts, failWrites, mendDisk } from "./disk-faults.ts";
import type { Accelerator } from "./qemu/accelerator.ts";
import { nicId } from "./qemu/arguments.ts";
import type { Qemu } from "./qemu/process.ts";

/** From the start of QEMU, or a reset, to the agent's first word. Both are for what hangs: a guest that ends is told at once, and an emulated one boots slowly beside other work. */
const bootMs = 300_000;
const helloMs = 60_000;
const shutdownMs = 45_000;
const panicMs = 3000;

const processors: Readonly<Record<Accelerator, Processor>> = { kvm: "real", tcg: "emulated" };

/** How the power goes: the board's reset line, or the end of QEMU as if the plug was pulled. */
export type PowerLoss = "reset" | "plug";

type VmMachineOptions = {
  readonly networks: RigNetworks;
  readonly ports: readonly Port[];
  /** Starts another QEMU on the same disk. */
  readonly startQemu: () => Promise<Qemu>;
};

/** A virtual machine, driven by the agent in it. */
export class VmMachine extends AgentMachine implements Machine {
  readonly kind = "vm" as const;
  readonly fidelity: Fidelity = { kernel: "own", reboot: "real", powerLoss: "real" };
  readonly slowness: number;
  readonly sampleIntervalMs: number;
  readonly #pace: Pace;
  readonly #networks: RigNetworks;
  readonly #ports: readonly Port[];
  readonly #startQemu: () => Promise<Qemu>;
  /** The networks that it is cut off. */
  readonly #cut = new Set<string>();
  #qemu: Qemu;
  /** The harness itself resets the guest. */
  #resetting = false;

  constructor(qemu: Qemu, { networks, ports, startQemu }: VmMachineOptions) {
    super(qemu.spec.name);
    this.#pace = paces[processors[qemu.spec.accelerator]];
    this.slowness = this.#pace.slowness;
    this.sampleIntervalMs = this.#pace.sampleIntervalMs;
    this.#qemu = qemu;
    this.#networks = networks;
    this.#ports = ports;
    this.#startQemu = startQemu;
    this.#watch(qemu);
  }

  get qemu(): Qemu {
    return this.#qemu;
  }

  /** Resolves when the machine that is booting is up. */
  async boot(): Promise<void> {
    try {
      const limitMs = this.#qemu.spec.hardware?.patienceMs;
      const channel = await this.#open(limitMs ?? bootMs);
      await untilSystemdRuns(this.name, channel, limitMs);
      await this.samplings.attach(channel);
    } catch (error) {
      throw await this.explain(error);
    }
  }

  /** Resolves when the machine that was filled with a saved state runs, with the right time. */
  async wake(): Promise<void> {
    try {
      await this.#qemu.qmp.call("cont");
      const channel = await this.#open(helloMs);
      // A machine that stood still has the time at which it was stopped.
      await channel.setClock(Date.now());
      await this.samplings.attach(channel);
    } catch (error) {
      throw await this.explain(error);
    }
  }

  /** Pauses the machine during the work, then continues it with the right time. */
  async whileStopped(work: (qemu: Qemu) => Promise<void>): Promise<void> {
    await this.#qemu.qmp.call("stop");
    try {
      await work(this.#qemu);
    } finally {
      await this.#qemu.qmp.call("cont");
    }
    if (!this.channel) return;
    await this.channel.readClock();
    await this.channel.setClock(Date.now());
  }

  async reboot(): Promise<void> {
    await this.#untilReset("it is rebooting", () =>
      this.exec({ script: "systemctl reboot", timeoutMs: onThisHost(10_000) }),
    );
    await this.boot();
  }

  /** Shuts down in order and does not start again. */
  async shutDown(): Promise<void> {
    await this.exec({ script: "systemctl poweroff", timeoutMs: onThisHost(10_000) });
    await this.disconnect("it has been shut down");
    const late = delay(onThisHost(shutdownMs), "late", { ref: false });
    if ((await Promise.race([this.#qemu.ended, late])) === "late") {
      throw await this.explain(new MachineError(`${this.name}: the machine did not shut down`));
    }
  }

  async powerLoss(how: PowerLoss = "reset"): Promise<void> {
    if (how === "reset") {
      await this.#untilReset("its power was cut", () => this.#qemu.qmp.call("system_reset"));
    } else {
      this.down = "its power was cut";
      await this.#qemu.kill();
      await this.disconnect("its power was cut");
      this.#qemu = await this.#startQemu();
      this.#watch(this.#qemu);
      // A new card has a carrier.
      for (const network of this.#cut) await this.#setCarrier(network, false);
    }
    await this.boot();
  }

  async cutNetwork(network: string, { address }: NetworkCut = {}): Promise<void> {
    const port = this.inNetwork(this.#ports, network);
    if (address === "goes") await this.takeAddress(port);
    await this.#networks.cut(port);
    await this.#setCarrier(network, false);
  }

  async healNetwork(network: string): Promise<void> {
    const port = this.inNetwork(this.#ports, network);
    await this.#networks.heal(port);
    await this.#setCarrier(network, true);
    await this.giveAddressBack(port);
  }

  setLink(network: string, quality: LinkQuality): Promise<void> {
    const port = this.inNetwork(this.#ports, network);
    const set = this.#networks.setQuality?.(port, quality);
    return set ?? cannot(this, "slow down a network without root: the switch is the harness's");
  }

  async moveClock(byMs: number): Promise<void> {
    await this.mustDo(`date --set='${Math.round(byMs / 1000)} seconds'`);
  }

  /** By the guest's kernel where possible, else by QEMU's disk. */
  async setDisk(state: DiskState): Promise<void> {
    if (state === "failing") return failWrites(this.#qemu.qmp);
    if (state === "works") await mendDisk(this.#qemu.qmp);
    await this.mustDo(diskScripts[state]);
  }

  logs(): Promise<string> {
    return this.allLogs(plainText(this.#qemu.console), "");
  }

  /** Leaves the machine as it is. */
  async detach(): Promise<void> {
    await this.disconnect("this command has released it");
    this.#qemu.detach();
  }

  /** Ends the machine for good. */
  async end(): Promise<void> {
    this.down = "it has been removed";
    await this.#qemu.kill();
    await this.disconnect("it has been removed");
  }

  async #open(withinMs: number): Promise<Channel> {
    const stream = await this.#qemu.connectAgent();
    const channel = await openChannel(stream, {
      machine: this.name,
      helloTimeoutMs: withinMs,
      marginMs: this.#qemu.spec.hardware?.patienceMs ?? this.#pace.marginMs,
    });
    this.channel = channel;
    return channel;
  }

  async #untilReset(why: string, reset: () => Promise<unknown>): Promise<void> {
    const { qmp } = this.#qemu;
    this.#resetting = true;
    try {
      const came = qmp.event("RESET", shutdownMs);
      came.catch(() => {});
      await reset();
      await this.disconnect(why);
      await came;
    } catch (error) {
      throw await this.explain(error);
    } finally {
      this.#resetting = false;
    }
  }

  /**
   * A guest that resets by itself has crashed, or a command in it rebooted it: pending requests are lost. The firmware
   * resets a machine that is not fresh a second time as it boots, so a reset without a channel says nothing.
   */
  #watch(qemu: Qemu): void {
    qemu.qmp.onEvent(({ event }) => {
      if (event !== "RESET" || this.#resetting || this.#qemu !== qemu || !this.channel) return;
      this.notes.push("the guest was reset, but not by the drill");
      void this.disconnect("it was reset, but not by the drill");
    });
  }

  async #setCarrier(network: string, up: boolean): Promise<void> {
    if (up) this.#cut.delete(network);
    else this.#cut.add(network);
    await this.#qemu.qmp.call("set_link", { name: nicId(this.#ports, network), up });
  }

  /** A guest that refuses is alive; a silent guest may not be. */
  protected override async explainOpen(error: unknown, channel: Channel): Promise<unknown> {
    if (!(error instanceof MachineError) || error.facts.waited === undefined) return error;
    return (await answers(channel, this.#pace.marginMs)) ? error : this.#explainHang(error);
  }

  /** Sends a non-maskable interrupt, so that a hung guest panics and prints its state; a guest that does not panic is reset. */
  async #explainHang(error: MachineError): Promise<MachineError> {
    this.#resetting = true;
    await this.disconnect("it hangs");
    const { qmp } = this.#qemu;
    const reset = qmp.event("RESET", panicMs).then(
      () => true,
      () => false,
    );
    await qmp.call("inject-nmi").catch(() => {});
    const panicked = await reset;
    if (!panicked) await qmp.call("system_reset").catch(() => {});
    this.notes.push(
      `the guest hung; ${panicked ? "a non-maskable interrupt made it panic" : "its power was cut"}`,
    );
    return new MachineError(`${this.name}: the machine hangs`, {
      ...error.facts,
      got: [error.facts.got, `it answers nothing; its console's last lines:`, endOf(this.#qemu.console)]
        .filter(Boolean)
        .join("\n"),
      cause: error,
    });
  }

  /** The error, with the state of a machine that has ended or does not answer. */
  protected override async explain(error: unknown): Promise<unknown> {
    if (!(error instanceof MachineError)) return error;
    // The stream ends a moment before the process has.
    const end = await Promise.race([this.#qemu.ended, delay(300, undefined, { ref: false })]);
    const told = [
      end === undefined ? this.down : `QEMU ${end}`,
      this.#qemu.errors,
      endOf(this.#qemu.console),
    ];
    const alive =
      panicIn(this.#qemu.console) === "" ? error.message : `${this.name}: the guest's kernel panicked`;
    const headline = end === undefined ? alive : `${this.name}: the machine has ended`;
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
