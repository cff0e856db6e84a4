import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Program } from "../lib/run.ts";
import { type Around, RunningProgram } from "./run-program.ts";

/** The arguments that name a configuration file in a folder. */
export type Arguments = (configFile: string, directory: string) => readonly string[];

const SERVER: Arguments = (configFile) => ["server", "--config", configFile];

export type Ended = { readonly code: number; readonly stderr: string };

export type ServiceOptions = Around & {
  /** @default a new one, removed at the end */
  readonly directory?: string;
  /** @default `server --config FILE` */
  readonly args?: Arguments;
};

/** A service of the twin in this process, on loopback, with its own folder. */
export class RunningService implements AsyncDisposable {
  readonly directory: string;
  readonly ended: Promise<Ended>;
  readonly #program: RunningProgram;

  constructor(program: Program, toml: string, options: ServiceOptions = {}) {
    const { directory = makeDirectory(), args = SERVER, ...around } = options;
    this.directory = directory;
    const config = join(directory, "config.toml");
    writeFileSync(config, toml.replaceAll("DIR", directory));
    this.#program = new RunningProgram(program, args(config, directory), around);
    this.ended = this.#program.ended.then(({ code, stderr }) => ({ code, stderr }));
  }

  /** The port of a protocol, once the service listens; HTTP comes last. */
  port(protocol: string): number {
    const port = this.#program.ports.get(protocol);
    if (port === undefined) throw new Error(`does not listen on ${protocol}`);
    return port;
  }

  /** Resolves when it serves HTTP, or gRPC over TLS. @throws when it ends before. */
  async ready(): Promise<this> {
    await this.#program.listens("http", "https", "grpcs");
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

  /** Ends the service as a signal does. */
  async stop(): Promise<Ended> {
    await this.#program.stop();
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export const makeDirectory = (): string => mkdtempSync(join(tmpdir(), "twin-"));

/** The service with this configuration, serving; `DIR` in it stands for its folder. */
export const runService = async (
  program: Program,
  toml: string,
  options?: ServiceOptions,
): Promise<RunningService> => {
  const service = new RunningService(program, toml, options);
  try {
    return await service.ready();
  } catch (error) {
    await service[Symbol.asyncDispose]();
    throw error;
  }
};

/** The service with an invalid configuration. */
export const runToEnd = async (
  program: Program,
  toml: string,
  args?: Arguments,
): Promise<Ended & { readonly directory: string }> => {
  const service = new RunningService(program, toml, args === undefined ? {} : { args });
  try {
    const isReady = service.ready().then(
      () => true,
      () => false,
    );
    if (await isReady) throw new Error("it serves, though it was not to start");
    return { ...(await service.ended), directory: service.directory };
  } finally {
    await service[Symbol.asyncDispose]();
  }
};
