import { cannot } from "../cannot.ts";
import { onThisHost } from "../host-load.ts";
import type { DiskState, LinkQuality } from "../machine.ts";
import type { Port } from "../network/rig-networks.ts";
import { diskScripts } from "../own-kernel/disk-scripts.ts";
import {
  OwnKernelMachine,
  type OwnKernelMachineOptions,
  shutdownMs,
} from "../own-kernel/own-kernel-machine.ts";
import { type Processor, paces } from "../pace.ts";
import { failWrites, mendDisk } from "./disk-faults.ts";
import type { Accelerator } from "./qemu/accelerator.ts";
import { nicId } from "./qemu/arguments.ts";
import type { Qemu } from "./qemu/process.ts";

const helloMs = 60_000;
const panicMs = 3000;

const processors: Readonly<Record<Accelerator, Processor>> = { kvm: "real", tcg: "emulated" };

/** How the power goes: the board's reset line, or the end of QEMU as if the plug was pulled. */
export type PowerLoss = "reset" | "plug";

type VmMachineOptions = Pick<OwnKernelMachineOptions, "networks" | "ports"> & {
  /** Starts another QEMU on the same disk. */
  readonly startQemu: () => Promise<Qemu>;
};

/** A virtual machine in QEMU. */
export class VmMachine extends OwnKernelMachine<Qemu> {
  readonly kind = "vm" as const;
  readonly #startQemu: () => Promise<Qemu>;
  /** The harness itself resets the guest. */
  #resetting = false;

  constructor(qemu: Qemu, { startQemu, ...options }: VmMachineOptions) {
    const { accelerator, hardware } = qemu.spec;
    super(qemu, { ...options, pace: paces[processors[accelerator]], patienceMs: hardware?.patienceMs });
    this.#startQemu = startQemu;
    this.#watch(qemu);
  }

  get qemu(): Qemu {
    return this.process;
  }

  /** Resolves when the machine that was filled with a saved state runs, with the right time. */
  async wake(): Promise<void> {
    try {
      await this.qemu.qmp.call("cont");
      const channel = await this.open(helloMs);
      // A machine that stood still has the time at which it was stopped.
      await channel.setClock(Date.now());
      await this.samplings.attach(channel);
    } catch (error) {
      throw await this.explain(error);
    }
  }

  /** Pauses the machine during the work, then continues it with the right time. */
  async whileStopped(work: (qemu: Qemu) => Promise<void>): Promise<void> {
    await this.qemu.qmp.call("stop");
    try {
      await work(this.qemu);
    } finally {
      await this.qemu.qmp.call("cont");
    }
    if (!this.channel) return;
    await this.channel.readClock();
    await this.channel.setClock(Date.now());
  }

  override async reboot(): Promise<void> {
    await this.#untilReset("it is rebooting", () =>
      this.exec({ script: "systemctl reboot", timeoutMs: onThisHost(10_000) }),
    );
    await this.boot();
  }

  override async powerLoss(how: PowerLoss = "reset"): Promise<void> {
    if (how === "reset") {
      await this.#untilReset("its power was cut", () => this.qemu.qmp.call("system_reset"));
    } else {
      this.down = "its power was cut";
      await this.qemu.kill();
      await this.disconnect("its power was cut");
      this.process = await this.#startQemu();
      this.#watch(this.qemu);
      // A new card has a carrier.
      await this.cutAgain();
    }
    await this.boot();
  }

  override setLink(network: string, quality: LinkQuality): Promise<void> {
    const port = this.inNetwork(this.ports, network);
    const set = this.networks.setQuality?.(port, quality);
    return set ?? cannot(this, "slow down a network without root: the switch is the harness's");
  }

  /** By the guest's kernel where possible, else by QEMU's disk. */
  override async setDisk(state: DiskState): Promise<void> {
    if (state === "failing") return failWrites(this.qemu.qmp);
    if (state === "works") await mendDisk(this.qemu.qmp);
    await this.mustDo(diskScripts[state]);
  }

  async #untilReset(why: string, reset: () => Promise<unknown>): Promise<void> {
    const { qmp } = this.qemu;
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
      if (event !== "RESET" || this.#resetting || this.qemu !== qemu || !this.channel) return;
      this.notes.push("the guest was reset, but not by the drill");
      void this.disconnect("it was reset, but not by the drill");
    });
  }

  protected override async setCarrier({ network }: Port, up: boolean): Promise<void> {
    await this.qemu.qmp.call("set_link", { name: nicId(this.ports, network), up });
  }

  /** Sends a non-maskable interrupt, so that a hung guest panics and prints its state; a guest that does not panic is reset. */
  protected override async endHanging(): Promise<string> {
    this.#resetting = true;
    const { qmp } = this.qemu;
    const reset = qmp.event("RESET", panicMs).then(
      () => true,
      () => false,
    );
    await qmp.call("inject-nmi").catch(() => {});
    if (await reset) return "a non-maskable interrupt made it panic";
    await qmp.call("system_reset").catch(() => {});
    return "its power was cut";
  }
}
