import type { Socket } from "node:net";
import { MachineError } from "../../../errors.ts";
import type { ProcessIdentity } from "../../engine/process-identity.ts";
import { onThisHost } from "../../host-load.ts";
import { Child, consoleIn } from "../../own-kernel/child.ts";
import { connectTo } from "../../own-kernel/connect-to.ts";
import type { GuestProcess } from "../../own-kernel/guest-process.ts";
import { type QemuSpec, qemuArguments } from "./arguments.ts";
import { qemuProgram } from "./programs.ts";
import { Qmp } from "./qmp.ts";

const answersMs = 15_000;

/** One running QEMU and its control socket. */
export class Qemu implements GuestProcess {
  readonly program = "QEMU";
  readonly spec: QemuSpec;
  readonly #child: Child;
  #qmp: Qmp | undefined;

  private constructor(spec: QemuSpec, child: Child) {
    this.spec = spec;
    this.#child = child;
  }

  /**
   * Starts it; it dies with this process, unless it is `kept`.
   * @throws MachineError with its own words when it does not start
   */
  static async start(
    spec: QemuSpec,
    { keep, onProcess }: { readonly keep: boolean; readonly onProcess?: (qemu: Qemu) => void },
  ): Promise<Qemu> {
    const child = new Child({
      words: [...spec.links.before, ...qemuProgram("qemu-system-x86_64"), ...qemuArguments(spec)],
      errors: `${spec.places.console}.errors`,
      keep,
    });
    const qemu = new Qemu(spec, child);
    onProcess?.(qemu);
    try {
      qemu.#qmp = await Qmp.open(spec.name, spec.places.qmp, () => qemu.isAlive, onThisHost(answersMs));
      return qemu;
    } catch (error) {
      const end = qemu.isAlive ? undefined : await qemu.ended;
      await qemu.kill();
      throw new MachineError(`${spec.name}: QEMU did not start`, {
        command: "qemu-system-x86_64",
        got: [end, qemu.errors].filter(Boolean).join("\n"),
        cause: error,
      });
    }
  }

  get name(): string {
    return this.spec.name;
  }

  get disk(): string {
    return this.spec.disk;
  }

  get identity(): ProcessIdentity | undefined {
    return this.#child.identity;
  }

  get ended(): Promise<string> {
    return this.#child.ended;
  }

  get isAlive(): boolean {
    return this.#child.isAlive;
  }

  get pid(): number {
    return this.#child.pid;
  }

  get qmp(): Qmp {
    if (this.#qmp) return this.#qmp;
    throw new MachineError(`${this.spec.name}: QEMU is not connected`);
  }

  get errors(): string {
    return this.#child.errors;
  }

  get console(): string {
    return consoleIn(this.spec.places.console);
  }

  connectAgent(): Promise<Socket> {
    return connectTo(`${this.name}: QEMU`, this.spec.places.agent, () => this.isAlive, onThisHost(answersMs));
  }

  kill(): Promise<string> {
    this.#qmp?.close();
    return this.#child.kill();
  }

  detach(): void {
    this.#qmp?.close();
    this.#child.detach();
  }
}
