import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { MachineError } from "../../errors.ts";
import { cannot } from "../cannot.ts";
import type { Channel } from "../channel/channel.ts";
import { onThisHost } from "../host-load.ts";
import type { DiskState, FileOptions, LinkQuality } from "../machine.ts";
import type { Port } from "../network/rig-networks.ts";
import { diskScripts } from "../own-kernel/disk-scripts.ts";
import { OwnKernelMachine, type OwnKernelMachineOptions } from "../own-kernel/own-kernel-machine.ts";
import { paces } from "../pace.ts";
import { limitWrites } from "./disk-faults.ts";
import type { Uml } from "./process.ts";
import { handedFolder } from "./root.ts";

/** From so many bytes on a file does not pass the line. */
const linesBytes = 16 * 1024;

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** From the request to the begin of the next boot. */
const shutdownMs = 120_000;

type UmlMachineOptions = Pick<OwnKernelMachineOptions, "networks" | "ports" | "patienceMs"> & {
  /** Starts another kernel on the same disk. */
  readonly startUml: () => Promise<Uml>;
  /** The folder of files for the guest. */
  readonly handed: string;
};

/** A machine whose kernel is a process of this host. */
export class UmlMachine extends OwnKernelMachine<Uml> {
  readonly kind = "uml" as const;
  readonly #startUml: () => Promise<Uml>;
  readonly #handed: string;
  /** The harness itself ends the boot. */
  #ending = false;

  constructor(uml: Uml, { startUml, handed, ...options }: UmlMachineOptions) {
    super(uml, { ...options, pace: paces.userMode });
    this.#startUml = startUml;
    this.#handed = handed;
  }

  override async boot(): Promise<void> {
    await super.boot();
    // A guest that has booted knows nothing of a cut.
    await this.cutAgain();
  }

  override async reboot(): Promise<void> {
    const { channel } = this;
    if (!channel) throw new MachineError(`${this.name}: ${this.down}`);
    this.#ending = true;
    try {
      this.down = "it is rebooting";
      await this.exec({ script: "systemctl reboot", timeoutMs: onThisHost(10_000) });
      // The old boot's agent is there until its end.
      const late = delay(onThisHost(shutdownMs), "late", { ref: false });
      if ((await Promise.race([channel.closed, late])) === "late") {
        throw await this.explain(new MachineError(`${this.name}: the machine did not shut down`));
      }
      await this.disconnect("it is rebooting");
    } finally {
      this.#ending = false;
    }
    await this.boot();
  }

  override async powerLoss(): Promise<void> {
    this.down = "its power was cut";
    this.#ending = true;
    try {
      await this.process.kill();
      await this.disconnect("its power was cut");
    } finally {
      this.#ending = false;
    }
    this.process = await this.#startUml();
    await this.boot();
  }

  /** A large file would take long over the line: the guest copies it from its host. */
  override async writeFile(
    path: string,
    data: Uint8Array | string,
    options: FileOptions = {},
  ): Promise<void> {
    const bytes = Buffer.from(data);
    if (bytes.length < linesBytes) return super.writeFile(path, data, options);
    // Makes the folders, and refuses what cannot be written.
    const made = `${path}.${randomBytes(6).toString("hex")}`;
    await super.writeFile(made, "", options);
    const name = basename(made);
    writeFileSync(join(this.#handed, name), bytes);
    try {
      const [from, to, whole] = [`/usr/lib/modules/${handedFolder}/${name}`, made, path].map(quoted);
      await this.mustDo(
        `cat ${from} >${to} && mv --no-target-directory ${to} ${whole} || { rm -f ${to}; exit 1; }`,
      );
    } finally {
      rmSync(join(this.#handed, name));
    }
  }

  override setLink(network: string, quality: LinkQuality): Promise<void> {
    const set = this.networks.setQuality?.(this.inNetwork(this.ports, network), quality);
    return set ?? cannot(this, "slow down a network");
  }

  override async setDisk(state: DiskState): Promise<void> {
    const { identity } = this;
    if (identity && state === "failing") return limitWrites(identity.pid, "none");
    if (identity && state === "works") await limitWrites(identity.pid, "all");
    if (state !== "failing") await this.mustDo(diskScripts[state]);
  }

  protected override async open(withinMs: number): Promise<Channel> {
    const channel = await super.open(withinMs);
    const { process } = this;
    void channel.closed.then(() => {
      if (this.#ending || this.channel !== channel || this.process !== process || !process.isAlive) return;
      this.notes.push("the guest was reset, but not by the drill");
      void this.disconnect("it was reset, but not by the drill");
    });
    return channel;
  }

  /** Its network card cannot lose its carrier: the interface becomes dormant, which programs take for the same. */
  protected override async setCarrier({ name }: Port, up: boolean): Promise<void> {
    const [mode, state] = up ? ["default", "up"] : ["dormant", "dormant"];
    await this.mustDo(`ip link set dev ${name} mode ${mode} && ip link set dev ${name} state ${state}`);
  }

  protected override async endHanging(): Promise<string> {
    this.#ending = true;
    await this.process.kill();
    return "its power was cut";
  }
}
