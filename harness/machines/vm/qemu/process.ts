import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { MachineError } from "../../../errors.ts";
import { identify, type ProcessIdentity } from "../../engine/process-identity.ts";
import { onThisHost } from "../../host-load.ts";
import { type QemuSpec, qemuArguments } from "./arguments.ts";
import { qemuProgram } from "./programs.ts";
import { connectTo, Qmp } from "./qmp.ts";

const answersMs = 15_000;
const keptConsoleBytes = 64 * 1024;

/** One running QEMU and its control socket. */
export class Qemu {
  readonly spec: QemuSpec;
  readonly identity: ProcessIdentity | undefined;
  /** Resolves with its exit code or signal, in words. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  readonly #errorFile: string;
  #end: string | undefined;
  #qmp: Qmp | undefined;

  private constructor(spec: QemuSpec, child: ChildProcess, errorFile: string) {
    this.spec = spec;
    this.#child = child;
    this.#errorFile = errorFile;
    this.identity = identify(child.pid ?? 0);
    this.ended = new Promise((resolve) => {
      const over = (how: string) => {
        this.#end = how;
        resolve(how);
      };
      child.once("error", (error) => over(error.message));
      child.once("exit", (code, signal) =>
        over(signal ? `ended by ${signal}` : `ended with exit code ${code}`),
      );
    });
  }

  /**
   * Starts it; it dies with this process, unless it is `kept`.
   * @throws MachineError with its own words when it does not start
   */
  static async start(
    spec: QemuSpec,
    { keep, onProcess }: { readonly keep: boolean; readonly onProcess?: (qemu: Qemu) => void },
  ): Promise<Qemu> {
    const errorFile = `${spec.places.console}.errors`;
    const errors = openSync(errorFile, "w");
    const [command = "", ...args] = [
      ...(keep ? [] : ["setpriv", "--pdeathsig", "KILL"]),
      ...spec.links.before,
      ...qemuProgram("qemu-system-x86_64"),
    ];
    const child = spawn(command, [...args, ...qemuArguments(spec)], {
      // A session of its own: Ctrl-C at the terminal is for the harness.
      detached: true,
      stdio: ["ignore", "ignore", errors],
    });
    closeSync(errors);
    const qemu = new Qemu(spec, child, errorFile);
    onProcess?.(qemu);
    try {
      qemu.#qmp = await Qmp.open(spec.name, spec.places.qmp, () => qemu.isAlive, onThisHost(answersMs));
      return qemu;
    } catch (error) {
      await qemu.kill();
      throw new MachineError(`${spec.name}: QEMU did not start`, {
        command: "qemu-system-x86_64",
        got: [qemu.#end, qemu.errors].filter(Boolean).join("\n"),
        cause: error,
      });
    }
  }

  get isAlive(): boolean {
    return this.#end === undefined;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get qmp(): Qmp {
    if (this.#qmp) return this.#qmp;
    throw new MachineError(`${this.spec.name}: QEMU is not connected`);
  }

  /** Its stderr. */
  get errors(): string {
    return read(this.#errorFile).trim();
  }

  /** The end of the guest's serial console. */
  get console(): string {
    return read(this.spec.places.console).slice(-keptConsoleBytes);
  }

  /** A connection to the guest agent's port. */
  connectAgent(): Promise<Socket> {
    return connectTo(this.spec.name, this.spec.places.agent, () => this.isAlive, onThisHost(answersMs));
  }

  /** Kills QEMU without a warning to the guest. Resolves when it has ended. */
  async kill(): Promise<string> {
    this.#qmp?.close();
    if (this.isAlive) this.#child.kill("SIGKILL");
    return this.ended;
  }

  /** Leaves it running, and lets this process end. */
  detach(): void {
    this.#qmp?.close();
    this.#child.unref();
  }
}

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};
