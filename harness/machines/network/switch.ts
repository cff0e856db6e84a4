import { rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { MachineError } from "../../errors.ts";
import { FrameSplitter, framed } from "./framing.ts";
import { PcapWriter } from "./pcap.ts";

/** Source: unix(7). */
const longestPathBytes = 107;
/** The queue of a slow port, in bytes; more is dropped, as a switch does. */
const queueBytes = 1024 * 1024;
/** A guest can invent addresses: when the table is full, it is cleared and learned again. */
const mostPlaces = 4096;
const macBytes = 6;
const shortestBytes = 14;

/** A port of the switch. */
export class SwitchPort {
  /** Whether what comes from here goes into captures. */
  readonly captured: boolean;
  readonly #close: () => void;
  #stream: Duplex | undefined;
  #up = true;

  constructor(close: () => void, captured = true) {
    this.captured = captured;
    this.#close = close;
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** Drops all frames, in both directions. */
  cut(): void {
    this.#up = false;
  }

  heal(): void {
    this.#up = true;
  }

  close(): void {
    this.#stream?.destroy();
    this.#close();
  }

  /** Connects this peer in place of the one before. */
  plug(stream: Duplex): void {
    this.#stream = stream;
  }

  /** Does nothing when another peer has taken its place. */
  unplug(stream: Duplex): void {
    if (this.#stream === stream) this.#stream = undefined;
  }

  send(frame: Buffer): void {
    const stream = this.#stream;
    if (!this.#up || stream === undefined || stream.destroyed || stream.writableLength > queueBytes) return;
    stream.write(framed(frame));
  }
}

/** An Ethernet switch in this process: one network of a rig. */
export class Switch {
  readonly name: string;
  readonly #ports = new Set<SwitchPort>();
  readonly #places = new Map<string, SwitchPort>();
  readonly #servers = new Map<SwitchPort, { readonly server: Server; readonly path: string }>();
  readonly #captures: PcapWriter[] = [];

  constructor(name: string) {
    this.name = name;
  }

  /**
   * A port that listens on a socket; what connects later takes the place of what was connected before.
   * @throws MachineError when the path is too long for a socket, or cannot be made
   */
  async port(socketPath: string): Promise<SwitchPort> {
    if (Buffer.byteLength(socketPath) > longestPathBytes) {
      throw new MachineError(`the network ${this.name} cannot be made: a socket's path is too long`, {
        expected: `at most ${longestPathBytes} bytes`,
        got: `${Buffer.byteLength(socketPath)} bytes: ${socketPath}`,
        next: "give the machine or the network a shorter name",
      });
    }
    const port = new SwitchPort(() => this.#remove(port));
    let current: Socket | undefined;
    const server = createServer((socket) => {
      current?.destroy();
      current = socket;
      this.#connect(port, socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", (cause) => {
        const facts = { command: `listen on ${socketPath}`, got: cause.message, cause };
        reject(new MachineError(`the network ${this.name} cannot be made`, facts));
      });
      server.listen(socketPath, resolve);
    });
    this.#servers.set(port, { server, path: socketPath });
    this.#ports.add(port);
    return port;
  }

  /** A port for something that is connected already; not `captured`: what comes from it was captured elsewhere. */
  attach(stream: Duplex, { captured = true }: { readonly captured?: boolean } = {}): SwitchPort {
    const port = new SwitchPort(() => this.#remove(port), captured);
    this.#ports.add(port);
    this.#connect(port, stream);
    return port;
  }

  /** Captures all frames from now on into a file, which other switches may share. */
  capture(file: string): PcapWriter {
    const writer = new PcapWriter(file);
    this.#captures.push(writer);
    return writer;
  }

  close(): Promise<void> {
    for (const port of [...this.#ports]) port.close();
    for (const capture of this.#captures.splice(0)) capture.close();
    return Promise.resolve();
  }

  #connect(port: SwitchPort, stream: Duplex): void {
    const splitter = new FrameSplitter((frame) => this.#pass(frame, port));
    port.plug(stream);
    stream.on("data", (data: Buffer) => {
      try {
        splitter.push(data);
      } catch {
        // The stream has lost its framing for good: as if the cable was pulled.
        stream.destroy();
      }
    });
    stream.on("error", () => port.unplug(stream));
  }

  #pass(frame: Buffer, from: SwitchPort): void {
    if (!from.isUp || frame.length < shortestBytes) return;
    if (from.captured) {
      const atMs = performance.timeOrigin + performance.now();
      for (const capture of this.#captures) capture.write(frame, atMs);
    }
    const sender = frame.toString("latin1", macBytes, 2 * macBytes);
    if (this.#places.size >= mostPlaces && !this.#places.has(sender)) this.#places.clear();
    this.#places.set(sender, from);
    const isForMany = ((frame[0] ?? 0) & 1) === 1;
    const to = isForMany ? undefined : this.#places.get(frame.toString("latin1", 0, macBytes));
    if (to !== undefined) {
      if (to !== from) to.send(frame);
      return;
    }
    for (const port of this.#ports) if (port !== from) port.send(frame);
  }

  #remove(port: SwitchPort): void {
    this.#ports.delete(port);
    for (const [mac, place] of this.#places) if (place === port) this.#places.delete(mac);
    const listening = this.#servers.get(port);
    this.#servers.delete(port);
    listening?.server.close();
    if (listening) rmSync(listening.path, { force: true });
  }
}
