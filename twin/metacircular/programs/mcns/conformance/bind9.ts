import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ListenAddress } from "../../lib/listen-address.ts";
import { findFreePort } from "./free-port.ts";
import type { Target } from "./target.ts";
import { World } from "./world.ts";
import { zoneFileOf } from "./zone-file.ts";
import { ZONES } from "./zones.ts";

const HOST = "127.0.0.1";
const START_MS = 20_000;

/** The configuration with the same zones, and with the rules of MCNS that bind9 has options for. */
const namedConf = (directory: string, port: number, world: ListenAddress): string => `
options {
  directory "${directory}";
  pid-file none;
  session-keyfile none;
  listen-on port ${port} { ${HOST}; };
  listen-on-v6 { none; };
  // Nothing may leave this machine: whom it asks, and from where, is loopback.
  query-source address ${HOST};
  forward only;
  forwarders { ${world.host} port ${world.port}; };
  notify no;
  empty-zones-enable no;
  dnssec-validation no;
  recursion yes;
  allow-query { ${HOST}; };
  allow-transfer { none; };
  // Failures are never remembered, answers and "there is none" for five minutes at most.
  servfail-ttl 0;
  max-cache-ttl 300;
  max-ncache-ttl 300;
};
controls { };
logging { category default { default_stderr; }; };
${ZONES.map(({ name }) => `zone "${name}" { type primary; file "${join(directory, name)}"; };`).join("\n")}
`;

/** bind9 with the zones of the checklist, in its own folder, forwarding to its own world. */
export class RunningNamed implements AsyncDisposable {
  readonly target: Target;
  readonly #directory: string;
  readonly #world: World;
  readonly #child: ChildProcess;

  private constructor(target: Target, directory: string, world: World, child: ChildProcess) {
    this.target = target;
    this.#directory = directory;
    this.#world = world;
    this.#child = child;
  }

  /** Starts the program `named`. @throws when it is not installed, or ends before it serves */
  static async start(): Promise<RunningNamed> {
    const world = await World.open();
    const port = await findFreePort();
    const directory = mkdtempSync(join(tmpdir(), "named-"));
    for (const zone of ZONES) writeFileSync(join(directory, zone.name), zoneFileOf(zone, new Date()));
    const config = join(directory, "named.conf");
    writeFileSync(config, namedConf(directory, port, world.address));
    const child = spawn("named", ["-g", "-4", "-n", "1", "-c", config], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const named = new RunningNamed({ host: HOST, udpPort: port, tcpPort: port }, directory, world, child);
    try {
      await untilServing(child);
      return named;
    } catch (error) {
      await named[Symbol.asyncDispose]();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.pid !== undefined && this.#child.exitCode === null) {
      const ended = once(this.#child, "close");
      this.#child.kill("SIGKILL");
      await ended;
    }
    await this.#world[Symbol.asyncDispose]();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** Resolves at the line that bind9 writes when all zones are loaded. */
const untilServing = async (child: ChildProcess): Promise<void> => {
  let log = "";
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new Error(`named: not serving within ${START_MS} ms: ${log}`)),
    START_MS,
  );
  child.stderr?.on("data", (chunk: Buffer) => {
    log += chunk.toString();
    if (/\brunning$/m.test(log) && /all zones loaded/.test(log)) resolve();
  });
  child.once("error", (error: NodeJS.ErrnoException) =>
    reject(error.code === "ENOENT" ? new Error("named is not installed: install the package bind9") : error),
  );
  child.once("close", (code) => reject(new Error(`named: exit ${code} before it served: ${log}`)));
  await promise.finally(() => clearTimeout(timer));
};
