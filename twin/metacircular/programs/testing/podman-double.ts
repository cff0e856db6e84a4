import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { RegisteredComponent } from "../mcp-agent/registered-component.ts";

const SCRIPT = fileURLToPath(new URL("podman", import.meta.url));
const IMAGE_PREFIX = "registry:8443/";

const portOf = (server: Server | undefined): number => {
  if (server === undefined) throw new Error("the double does not listen");
  return (server.address() as AddressInfo).port;
};

/** A double of podman, with health URLs that answer while its containers run. */
export class PodmanDouble implements AsyncDisposable {
  readonly #directory: string;
  readonly #servers: Server[] = [];
  readonly #whenAsked = new Map<string, () => void>();

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async start(directory: string): Promise<PodmanDouble> {
    mkdirSync(join(directory, "bin"), { recursive: true });
    mkdirSync(join(directory, "containers"), { recursive: true });
    copyFileSync(SCRIPT, join(directory, "bin/podman"));
    const double = new PodmanDouble(directory);
    await double.#serve();
    return double;
  }

  #isRunning = (name: string): boolean => {
    const file = join(this.#directory, "containers", name, "state");
    return existsSync(file) && readFileSync(file, "utf8").trim() === "running";
  };

  async #serve(): Promise<number> {
    const server = createServer((request, response) => {
      const name = (request.url ?? "").slice(1);
      this.#whenAsked.get(name)?.();
      const ill = join(this.#directory, `ill-${name}`);
      const reason = existsSync(ill) ? readFileSync(ill, "utf8") : "not running";
      const isHealthy = this.#isRunning(name) && !existsSync(ill);
      response.writeHead(isHealthy ? 200 : 503).end(JSON.stringify(isHealthy ? {} : { reason }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.#servers.push(server);
    return portOf(server);
  }

  /** The health port of this component; definitions must not share one. */
  healthPort(): Promise<number> {
    return this.#serve();
  }

  /** The environment in which this podman is found first. */
  get environment(): Readonly<Record<string, string>> {
    return {
      PATH: `${join(this.#directory, "bin")}:/usr/bin:/bin`,
      PODMAN_STATE: this.#directory,
      PODMAN_IMAGE_PREFIX: IMAGE_PREFIX,
    };
  }

  component(name: string, stage: number): RegisteredComponent {
    const image = `${IMAGE_PREFIX}${name}`;
    const healthUrl = `http://127.0.0.1:${portOf(this.#servers[0])}/${name}`;
    return { name, service: name, stage, image, healthUrl, runArgs: ["run", "-d", "--name", name, image] };
  }

  #trouble = (file: string, content: string | undefined): void => {
    const path = join(this.#directory, file);
    if (content === undefined) rmSync(path, { force: true });
    else writeFileSync(path, content);
  };

  /** podman prints this and exits with 125; `undefined` ends that. */
  fails(command: string, words: string | undefined): void {
    this.#trouble(`fail-${command}`, words);
  }

  /** podman blocks in this command until the returned function is called. */
  holds(command: string): () => void {
    this.#trouble(`hold-${command}`, "");
    return () => this.#trouble(`hold-${command}`, undefined);
  }

  takes(command: string, seconds: number): void {
    this.#trouble(`slow-${command}`, String(seconds));
  }

  /** The component's health URL answers 503 with this reason. */
  isIll(name: string, reason: string): void {
    this.#trouble(`ill-${name}`, reason);
  }

  /** Called at each request for the component's health, before the answer. */
  whenAsked(name: string, then: () => void): void {
    this.#whenAsked.set(name, then);
  }

  prints(name: string, log: string): void {
    this.#trouble(`log-${name}`, log);
  }

  /** Every container ended, as after a reboot. */
  stopAll(): void {
    for (const name of readdirSync(join(this.#directory, "containers"))) this.stops(name);
  }

  stops(name: string): void {
    writeFileSync(join(this.#directory, "containers", name, "state"), "exited\n");
    writeFileSync(join(this.#directory, "containers", name, "status"), "Exited (0) 292 years ago\n");
  }

  removes(name: string): void {
    rmSync(join(this.#directory, "containers", name), { recursive: true });
  }

  /** A container was started by hand. */
  makes(name: string): void {
    execFileSync(join(this.#directory, "bin/podman"), ["run", "-d", "--name", name], {
      env: this.environment,
    });
  }

  /** podman lists no containers, but its storage still has their names. */
  hidesAll(): void {
    this.#trouble("hidden", "");
  }

  /** Resolves when podman has been called with arguments that begin like this. @throws after three seconds */
  async called(start: string): Promise<void> {
    const file = join(this.#directory, "calls");
    const wasCalled = () =>
      existsSync(file) &&
      readFileSync(file, "utf8")
        .split("\n")
        .some((line) => line.startsWith(start));
    for (const end = performance.now() + 3_000; !wasCalled(); await delay(10)) {
      if (performance.now() > end) throw new Error(`podman was not called with ${start}`);
    }
  }

  /** podman's own database is gone. */
  loseAll(): void {
    rmSync(join(this.#directory, "containers"), { recursive: true });
  }

  /** The arguments of each call since the last read, without read-only commands. */
  calls(): readonly string[] {
    const file = join(this.#directory, "calls");
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    rmSync(file);
    return lines.filter((line) => !/^(ps|--version)/.test(line));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }
}
