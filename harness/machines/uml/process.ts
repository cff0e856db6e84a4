import type { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ProcessIdentity } from "../engine/process-identity.ts";
import { onThisHost } from "../host-load.ts";
import { systemCalls } from "../network/hub/system-calls.ts";
import { Child, consoleIn } from "../own-kernel/child.ts";
import { connectTo } from "../own-kernel/connect-to.ts";
import type { GuestProcess } from "../own-kernel/guest-process.ts";
import { type UmlSpec, umlArguments } from "./arguments.ts";
import { holderProgram } from "./holder-program.ts";
import { handedFolder, modulesFolder, umlRoot } from "./root.ts";

const endMs = 10_000;

type UmlStart = UmlSpec & {
  readonly keep: boolean;
  /** The words before its own, which open its taps. */
  readonly before: readonly string[];
  readonly places: { readonly agent: string; readonly shell: string; readonly console: string };
  /** The folder of files for the guest. */
  readonly handed: string;
};

/** One user-mode kernel with its guest, in namespaces that a process of ours holds. */
export class Uml implements GuestProcess {
  readonly program = "the user-mode kernel";
  readonly #start: UmlStart;
  readonly #child: Child;

  /** Starts it; it dies with this process, unless it is kept. */
  constructor(start: UmlStart) {
    this.#start = start;
    const { places, before, keep } = start;
    const calls = [String(systemCalls?.unshare), String(systemCalls?.prctl)];
    this.#child = new Child({
      words: [
        ...[...before, "perl", "-e", holderProgram, ...calls, umlRoot()],
        ...[start.handed, join(modulesFolder, handedFolder), places.agent, places.shell],
        ...umlArguments(start),
      ],
      output: places.console,
      errors: `${places.console}.errors`,
      keep,
    });
  }

  get name(): string {
    return this.#start.identity.hostname;
  }

  get disk(): string {
    return this.#start.disk.file;
  }

  get identity(): ProcessIdentity | undefined {
    return this.#child.identity;
  }

  get isAlive(): boolean {
    return this.#child.isAlive;
  }

  get ended(): Promise<string> {
    return this.#child.ended;
  }

  get errors(): string {
    return this.#child.errors;
  }

  get console(): string {
    return consoleIn(this.#start.places.console);
  }

  /** The agent's socket is there when an agent is. */
  connectAgent(withinMs: number): Promise<Socket> {
    const { agent } = this.#start.places;
    return connectTo(`${this.name}: the guest's agent`, agent, () => this.isAlive, onThisHost(withinMs));
  }

  /** The guest's processes have ended before it, so that another one can have its disk. */
  async kill(): Promise<string> {
    void this.#child.kill("SIGTERM");
    const late = delay(onThisHost(endMs), undefined, { ref: false });
    return (await Promise.race([this.ended, late])) ?? this.#child.kill();
  }

  detach(): void {
    this.#child.detach();
  }
}
