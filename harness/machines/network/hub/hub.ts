import { type ChildProcess, spawn } from "node:child_process";
import { statSync } from "node:fs";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { HostNotReadyError, MachineError } from "../../../errors.ts";
import { identify, type ProcessIdentity } from "../../engine/process-identity.ts";
import { onThisHost } from "../../host-load.ts";
import type { LinkQuality } from "../../machine.ts";
import { FrameSplitter } from "../framing.ts";
import { PcapWriter } from "../pcap.ts";
import type { Port, RigNetworks } from "../rig-networks.ts";
import { hubProgram } from "./program.ts";
import {
  capturedIn,
  failureIn,
  type HubCall,
  lineOf,
  type NamespaceRef,
  plugCall,
  wireCall,
} from "./protocol.ts";
import { systemCalls as calls } from "./system-calls.ts";
import { firstTap, type TapFrames, tapProgram } from "./tap-program.ts";

const answersMs = 10_000;
const endsMs = 5000;

type HubStart = {
  /** The rig's name in the list of processes. */
  readonly rig: string;
  /** The names of its networks. */
  readonly networks: readonly string[];
  /** It can outlive this process. */
  readonly keep: boolean;
};

/**
 * The networks of one rig in a network namespace of their own: a process that holds it, a bridge for each network, and
 * no address. When the process ends the kernel removes all of it, the machines' ends too.
 */
export class Hub implements RigNetworks {
  readonly by = "own" as const;
  readonly identity: ProcessIdentity | undefined;
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  readonly #keep: boolean;
  readonly #networks: readonly string[];
  /** The hub's name of each port, by its machine and network. */
  readonly #ports = new Map<string, string>();
  readonly #writers: PcapWriter[] = [];
  readonly #waiting: ((answer: string) => void)[] = [];
  #end: string | undefined;
  #detached = false;

  private constructor(child: ChildProcess, { networks, keep }: HubStart) {
    this.#child = child;
    this.#keep = keep;
    this.#networks = networks;
    this.identity = identify(child.pid ?? 0);
    let said = "";
    child.stderr?.on("data", (text: Buffer) => {
      said = (said + text.toString()).slice(-1000);
    });
    this.#ended = new Promise((resolve) => {
      const over = (how: string) => {
        this.#end = [said.trim(), how].filter(Boolean).join(": ");
        for (const answer of this.#waiting.splice(0)) answer(`failed: ${this.#end}`);
        resolve(how);
      };
      child.once("error", (error) => over(error.message));
      child.once("close", (code, signal) => over(`it ended with ${signal ?? `exit code ${code}`}`));
    });
    // What is written to a hub that has ended is lost; its end is told by the answers.
    child.stdin?.on("error", () => {});
    createInterface({ input: child.stdout as Readable }).on("line", (line) => this.#waiting.shift()?.(line));
    const splitter = new FrameSplitter((bytes) => {
      const { capture, atMs, frame } = capturedIn(bytes);
      this.#writers[capture]?.write(frame, atMs);
    });
    (child.stdio[3] as Readable).on("data", (data: Buffer) => splitter.push(data));
  }

  /** @throws HostNotReadyError where this process may not make one */
  static async start(start: HubStart): Promise<Hub> {
    const [command = "", ...args] = [
      ...(start.keep ? [] : ["setpriv", "--pdeathsig", "KILL"]),
      ...[
        "unshare",
        "--net",
        "perl",
        "-e",
        hubProgram,
        String(calls?.setns),
        String(calls?.clockGettime),
        start.rig,
      ],
    ];
    const child = spawn(command, args, {
      // A session of its own: Ctrl-C at the terminal is for the harness.
      detached: true,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
      env: { LC_ALL: "C", PATH: process.env["PATH"] },
    });
    const hub = new Hub(child, start);
    const failure = await hub.#answer();
    if (failure !== undefined) {
      await hub.#kill();
      throw new HostNotReadyError("the rig's networks cannot be made", {
        command: "unshare --net perl …",
        got: failure,
        next: "DRILLBOOK_NETWORKS=engine uses the container engine's networks instead: one rig at a time",
      });
    }
    for (const bridge of hub.#networks.keys()) await hub.#call(["bridge", `b${bridge}`]);
    // The hub must not keep a command alive that has nothing more to do.
    hub.#hold("unref");
    return hub;
  }

  /**
   * Links a namespace to the networks of these ports, with their addresses, and sets its default route last; also again
   * when a machine has a new one. @throws MachineError when it is another namespace than it must be
   */
  async plug(target: NamespaceRef, ports: readonly Port[]): Promise<void> {
    const places = ports.map((port) => ({
      ...port,
      port: this.#nameOf(port),
      bridge: this.#bridgeOf(port.network),
    }));
    await this.#call(plugCall(target, places));
  }

  /**
   * Makes the ports taps, which are in these descriptors of the command that follows the words: one command at a time,
   * the next when it has ended.
   */
  async openTaps(
    ports: readonly Port[],
    frames: TapFrames = "headed",
  ): Promise<{ readonly before: readonly string[]; readonly descriptors: readonly number[] }> {
    const taps = ports.map((port) => this.#nameOf(port));
    for (const port of ports) await this.#call(["tap", this.#nameOf(port), this.#bridgeOf(port.network)]);
    const before = [
      "nsenter",
      `--net=/proc/${this.#child.pid}/ns/net`,
      "perl",
      "-e",
      tapProgram,
      frames,
      ...taps,
      "--",
    ];
    return { before, descriptors: taps.map((_, index) => firstTap + index) };
  }

  cut(port: Port): Promise<void> {
    return this.#call(["state", this.#nameOf(port), "down"]);
  }

  heal(port: Port): Promise<void> {
    return this.#call(["state", this.#nameOf(port), "up"]);
  }

  /** Frames that are lost are the same ones in each rig with this port. */
  setQuality(port: Port, quality: LinkQuality): Promise<void> {
    const place = { port: this.#nameOf(port), bridge: this.#bridgeOf(port.network) };
    return this.#call(wireCall(place, quality, Number.parseInt(port.mac.slice(9).replaceAll(":", ""), 16)));
  }

  async capture(network: string, file: string): Promise<void> {
    const bridge = this.#bridgeOf(network);
    const number = this.#writers.push(new PcapWriter(file)) - 1;
    await this.#call(["capture", bridge, String(number)]);
  }

  /** A hub that can be kept lives on; of another one this process keeps control. */
  async detach(): Promise<void> {
    if (!this.#keep || this.#detached || this.#end !== undefined) return;
    this.#detached = true;
    this.#hold("ref");
    await this.#call(["keep"]);
    await this.#endCaptures();
    for (const stream of this.#child.stdio) stream?.destroy();
    this.#hold("unref");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hold("ref");
    if (this.#end === undefined && !this.#detached) {
      await this.#call(["end"]).catch(() => {});
      await this.#endCaptures();
    }
    await this.#kill();
  }

  /** The inode of its namespace. */
  get inode(): number {
    return statSync(`/proc/${this.#child.pid}/ns/net`).ino;
  }

  /** All that the hub captured has been read at the end of its stream. */
  async #endCaptures(): Promise<void> {
    const stream = this.#child.stdio[3] as Readable;
    const told = new Promise<void>((resolve) => {
      if (stream.readableEnded || stream.destroyed) resolve();
      stream.once("end", resolve);
      stream.once("close", resolve);
    });
    await Promise.race([told, delay(endsMs, undefined, { ref: false })]);
    for (const writer of this.#writers.splice(0)) writer.close();
  }

  /** Whether this process stays for the hub: its end is told when the last of its streams has ended. */
  #hold(how: "ref" | "unref"): void {
    this.#child[how]();
    for (const stream of this.#child.stdio) (stream as Partial<Pick<Socket, typeof how>> | null)?.[how]?.();
  }

  async #kill(): Promise<void> {
    if (this.#end === undefined) this.#child.kill("SIGKILL");
    await this.#ended;
    for (const writer of this.#writers.splice(0)) writer.close();
  }

  #nameOf({ machine, network }: Port): string {
    const place = `${machine} ${network}`;
    const known = this.#ports.get(place) ?? `p${this.#ports.size}`;
    this.#ports.set(place, known);
    return known;
  }

  #bridgeOf(network: string): string {
    const index = this.#networks.indexOf(network);
    if (index >= 0) return `b${index}`;
    throw new MachineError(`the rig has no network "${network}"`);
  }

  async #call(call: HubCall): Promise<void> {
    const failure =
      this.#end === undefined
        ? await this.#answer(() => (this.#child.stdin as Writable).write(lineOf(call)))
        : this.#end;
    if (failure === undefined) return;
    const headline =
      this.#end === undefined ? "the rig's networks refused a change" : "the rig's network has ended";
    throw new MachineError(headline, { command: lineOf(call).trim(), got: failure });
  }

  /** Why the next answer is a failure, when it is one. */
  #answer(send: () => unknown = () => {}): Promise<string | undefined> {
    const limitMs = onThisHost(answersMs);
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => done(`failed: no answer within ${Math.round(limitMs / 1000)} s`),
        limitMs,
      );
      const done = (answer: string) => {
        clearTimeout(timer);
        resolve(failureIn(answer));
      };
      this.#waiting.push(done);
      send();
    });
  }
}
