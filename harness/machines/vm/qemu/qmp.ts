import type { Socket } from "node:net";
import { MachineError } from "../../../errors.ts";
import { onThisHost } from "../../host-load.ts";
import { connectTo } from "../../own-kernel/connect-to.ts";

type QmpEvent = { readonly event: string; readonly data?: Readonly<Record<string, unknown>> };

type Waiting = {
  readonly command: string;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
};

const callMs = 10_000;

/** QEMU's control socket. Source: QEMU Machine Protocol specification. */
export class Qmp {
  readonly #machine: string;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(event: QmpEvent) => void>();
  #lastId = 0;
  #text = "";
  #ended = false;

  private constructor(machine: string, socket: Socket) {
    this.#machine = machine;
    this.#socket = socket;
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => this.#receive(text));
    socket.on("error", () => this.#end());
    socket.on("close", () => this.#end());
  }

  /** Connects as soon as the socket exists. @throws MachineError when `alive` is false, or at the time limit */
  static async open(machine: string, path: string, alive: () => boolean, withinMs: number): Promise<Qmp> {
    const socket = await connectTo(`${machine}: QEMU`, path, alive, withinMs);
    const qmp = new Qmp(machine, socket);
    await qmp.call("qmp_capabilities");
    return qmp;
  }

  get isOpen(): boolean {
    return !this.#ended;
  }

  /** @throws MachineError with QEMU's message when it refuses, ends or does not answer */
  call(command: string, args?: Readonly<Record<string, unknown>>, quietTimeoutMs = callMs): Promise<unknown> {
    const timeoutMs = onThisHost(quietTimeoutMs);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (this.#ended) return Promise.reject(this.#failed(command, "QEMU has ended"));
    this.#lastId += 1;
    const id = this.#lastId;
    const timer = setTimeout(() => {
      this.#waiting.delete(id);
      reject(this.#failed(command, "no answer", `${timeoutMs / 1000} s`));
    }, timeoutMs);
    this.#waiting.set(id, { command, resolve, reject, timer });
    this.#socket.write(`${JSON.stringify({ execute: command, id, ...(args ? { arguments: args } : {}) })}\n`);
    return promise;
  }

  /** Calls back for every event until the returned function is called. */
  onEvent(listener: (event: QmpEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves with the next event of this name. @throws MachineError when it does not come in time, or QEMU ends */
  async event(name: string, quietWithinMs: number): Promise<QmpEvent> {
    const withinMs = onThisHost(quietWithinMs);
    const { promise, resolve, reject } = Promise.withResolvers<QmpEvent>();
    const stop = this.onEvent((event) => {
      if (event.event === name) resolve(event);
      if (event.event === "DRILLBOOK_END") reject(this.#failed(name, "QEMU has ended"));
    });
    const timer = setTimeout(
      () => reject(this.#failed(`event ${name}`, "it did not arrive", `${withinMs / 1000} s`)),
      withinMs,
    );
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  #receive(text: string): void {
    const lines = (this.#text + text).split("\n");
    this.#text = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") this.#line(JSON.parse(line) as Record<string, unknown>);
  }

  #line(message: Readonly<Record<string, unknown>>): void {
    if (typeof message["event"] === "string") {
      for (const listener of [...this.#listeners]) listener(message as unknown as QmpEvent);
      return;
    }
    const id = message["id"];
    const waiting = typeof id === "number" ? this.#waiting.get(id) : undefined;
    if (waiting === undefined || typeof id !== "number") return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    const error = message["error"] as { readonly desc?: string } | undefined;
    if (error === undefined) waiting.resolve(message["return"]);
    else waiting.reject(this.#failed(waiting.command, error.desc ?? "refused"));
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const { command, reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(this.#failed(command, "QEMU has ended"));
    }
    this.#waiting.clear();
    for (const listener of [...this.#listeners]) listener({ event: "DRILLBOOK_END" });
  }

  #failed(command: string, got: string, waited?: string): MachineError {
    return new MachineError(`${this.#machine}: QEMU refused a command`, {
      command: `QMP ${command}`,
      got,
      ...(waited === undefined ? {} : { waited }),
    });
  }
}
