import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import type { AgentEvent } from "../mcp-agent/events.ts";
import { mcpAgent } from "../mcp-agent/program.ts";
import { PodmanDouble } from "./podman-double.ts";
import { RunningProgram } from "./run-program.ts";

const TESTING = fileURLToPath(new URL(".", import.meta.url));
const CA = readFileSync(join(TESTING, "loopback.pem"), "utf8");

/** The trust anchor of the tests' certificate. */
export const LOOPBACK_CA_FILE = join(TESTING, "loopback.pem");

export type AgentOptions = {
  readonly stageDeadlineMs?: number;
  readonly withoutPodman?: boolean;
  /** The URL at which the agent verifies tokens. */
  readonly mcias?: string;
};

const authTable = (mcias: string | undefined): string =>
  mcias === undefined ? "" : `[auth]\nurl = "${mcias}"\nca = "${LOOPBACK_CA_FILE}"\n`;

export const agentConfig = (
  directory: string,
  { stageDeadlineMs = 60_000, mcias }: AgentOptions = {},
): string => `
[server]
listen = "127.0.0.1:0"
[database]
path = "${directory}/registry.db"
[tls]
cert = "${TESTING}loopback.pem"
key = "${TESTING}loopback.key"
[node]
name = "rift"
[stages]
deadline_ms = ${stageDeadlineMs}
${authTable(mcias)}`;

/** The agent in this process, with a double of podman. */
export class RunningAgent implements AsyncDisposable {
  readonly directory: string;
  readonly podman: PodmanDouble;
  readonly #options: AgentOptions;
  #program: RunningProgram;
  #port = 0;
  #passedMs = 0;

  private constructor(directory: string, podman: PodmanDouble, options: AgentOptions) {
    this.directory = directory;
    this.podman = podman;
    this.#options = options;
    this.#program = this.#start();
  }

  static async start(options: AgentOptions = {}): Promise<RunningAgent> {
    const directory = mkdtempSync(join(tmpdir(), "twin-agent-"));
    const agent = new RunningAgent(directory, await PodmanDouble.start(join(directory, "podman")), options);
    await agent.#listens();
    return agent;
  }

  #start(): RunningProgram {
    const config = join(this.directory, "mcp-agent.toml");
    writeFileSync(config, agentConfig(this.directory, this.#options));
    const environment =
      this.#options.withoutPodman === true ? { PATH: this.directory } : this.podman.environment;
    const now = () => performance.now() + this.#passedMs;
    return new RunningProgram(mcpAgent, ["server", "--config", config], { environment, now });
  }

  async #listens(): Promise<void> {
    await this.#program.listens("https");
    this.#port = this.#program.ports.get("https") ?? 0;
  }

  /** Advances the agent's clock. */
  passes(milliseconds: number): void {
    this.#passedMs += milliseconds;
  }

  get port(): number {
    return this.#port;
  }

  async restart(): Promise<void> {
    await this.#program.stop();
    this.#program = this.#start();
    await this.#listens();
  }

  #request(
    method: string,
    path: string,
    body: string | undefined,
  ): Promise<{ status: number; text: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
    request({ host: "127.0.0.1", port: this.#port, method, path, ca: CA, agent: false }, async (response) => {
      let text = "";
      for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
      resolve({ status: response.statusCode ?? 0, text });
    })
      .on("error", reject)
      .end(body);
    return promise;
  }

  async get(path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const { status, text } = await this.#request("GET", path, undefined);
    return { status, body: JSON.parse(text) };
  }

  async post(path: string, body: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const { status, text } = await this.#request("POST", path, body);
    return { status, body: JSON.parse(text) };
  }

  /** The events of a deploy or recovery, in their order. */
  async events(path: string, body?: unknown): Promise<readonly AgentEvent[]> {
    const { status, text } = await this.#request("POST", path, JSON.stringify(body ?? {}));
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as AgentEvent);
  }

  /** Changes the registry from outside. */
  sql(statement: string): void {
    const database = new DatabaseSync(join(this.directory, "registry.db"));
    database.exec(statement);
    database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]();
    await this.podman[Symbol.asyncDispose]();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
