import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const read = (name: string): string => readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8");

const CUT_OFF = '{"event":"started","component":"mcns","stage":1,"action":"run","tookMs":7}\n';

type Node = { readonly name: string; readonly address: string };

/** A double of the master that knows these nodes, and cuts off its answer to any work. */
export class TestMaster implements AsyncDisposable {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(nodes: readonly Node[], host = "127.0.0.1"): Promise<TestMaster> {
    const server = createServer(
      { cert: read("loopback.pem"), key: read("loopback.key") },
      (request, response) => {
        if (request.method === "POST") response.end(CUT_OFF);
        else response.writeHead(request.url === "/v1/nodes" ? 200 : 404).end(JSON.stringify({ nodes }));
      },
    );
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    return new TestMaster(server);
  }

  get address(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    return `${address}:${port}`;
  }

  get url(): string {
    return `https://${this.address}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
