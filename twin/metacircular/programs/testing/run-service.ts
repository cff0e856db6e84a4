import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";

/** The arguments of a program that has a configuration file in a folder. */
export type Arguments = (configFile: string, directory: string) => readonly string[];

const SERVER: Arguments = (configFile) => ["server", "--config", configFile];

export type Ended = { readonly code: number | null; readonly stderr: string };

/** The file of a program, by the name of its folder, or by folder and file. */
const mainOf = (program: string): string =>
  fileURLToPath(new URL(`../${program.includes("/") ? program : `${program}/main.ts`}`, import.meta.url));

/** A service of the twin as a process of its own, on loopback, with a folder of its own. */
export class RunningService implements AsyncDisposable {
  readonly directory: string;
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #ports = new Map<string, number>();

  constructor(program: string, toml: string, directory?: string, args: Arguments = SERVER) {
    this.directory = directory ?? makeDirectory();
    const config = join(this.directory, "config.toml");
    writeFileSync(config, toml.replaceAll("DIR", this.directory));
    this.#child = spawn(process.execPath, [
      "--disable-warning=ExperimentalWarning",
      mainOf(program),
      ...args(config, this.directory),
    ]);
    let stderr = "";
    this.#child.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    this.#child.stdout?.on("data", (chunk: Buffer) => this.#readPorts(chunk.toString()));
    this.ended = once(this.#child, "close").then(([code]) => ({ code: code as number | null, stderr }));
  }

  #readPorts(text: string): void {
    for (const [, protocol, port] of text.matchAll(/^listening (\S+) \S+:(\d+)$/gm)) {
      this.#ports.set(protocol ?? "", Number(port));
    }
  }

  /** The port of a protocol, once the service listens; HTTP comes last. */
  port(protocol: string): number {
    const port = this.#ports.get(protocol);
    if (port === undefined) throw new Error(`does not listen on ${protocol}`);
    return port;
  }

  /** Resolves when it serves HTTP. @throws when it ends before. */
  async ready(): Promise<this> {
    const isReady = () => this.#ports.has("http") || this.#ports.has("https");
    const failed = this.ended.then(({ code, stderr }) => {
      throw new Error(`exit ${code} before it was ready: ${stderr}`);
    });
    while (!isReady()) await Promise.race([once(this.#child.stdout ?? this.#child, "data"), failed]);
    failed.catch(() => undefined);
    return this;
  }

  async fetchJson(
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }> {
    const url = `http://127.0.0.1:${this.port("http")}${path}`;
    const response = await fetch(
      url,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );
    return { status: response.status, body: await response.json() };
  }

  /** Runs SQL on the service's database from outside. */
  sql(file: string, statement: string): readonly Record<string, unknown>[] {
    const database = new DatabaseSync(join(this.directory, file));
    try {
      return database.prepare(statement).all();
    } finally {
      database.close();
    }
  }

  signal(name: NodeJS.Signals): Promise<Ended> {
    this.#child.kill(name);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.signal("SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export const makeDirectory = (): string => mkdtempSync(join(tmpdir(), "twin-"));

/** The service with this configuration, serving; `DIR` in it stands for its folder. */
export const runService = async (
  program: string,
  toml: string,
  directory?: string,
  args?: Arguments,
): Promise<RunningService> => {
  const service = new RunningService(program, toml, directory, args);
  try {
    return await service.ready();
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
};

/** The service with a configuration that it cannot run with. */
export const runToEnd = async (
  program: string,
  toml: string,
  args?: Arguments,
): Promise<Ended & { readonly directory: string }> => {
  const service = new RunningService(program, toml, undefined, args);
  try {
    const isReady = service.ready().then(
      () => true,
      () => false,
    );
    if (await isReady) throw new Error(`${program} serves, though it was not to start`);
    return { ...(await service.ended), directory: service.directory };
  } finally {
    await service[Symbol.asyncDispose]();
  }
};
