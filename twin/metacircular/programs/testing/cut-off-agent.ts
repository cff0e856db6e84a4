import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const read = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8");

const CUT_OFF = '{"event":"started","component":"mcns","stage":1,"action":"run","tookMs":7}\n';

/** A double of an agent that cuts off its answer to any work. */
export class CutOffAgent implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(host = "127.0.0.1"): Promise<CutOffAgent> {
    const pair = { cert: read("loopback.pem"), key: read("loopback.key") };
    const server = createServer(pair, (_, response) => response.end(CUT_OFF));
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return new CutOffAgent(server);
  }

  /** `host:port`. */
  get address(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `${address}:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
