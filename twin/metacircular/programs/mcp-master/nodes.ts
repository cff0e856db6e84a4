import type { DatabaseSync } from "node:sqlite";
import { problemAtUrl } from "../lib/ask-url.ts";
import { inTransaction } from "../lib/database.ts";
import { PATIENCE } from "../lib/patience.ts";
import type { NodeConfig } from "./config.ts";

const AGENT_PORT = 9_444;
const TIMEOUT_MS = 3_000 * PATIENCE;

export const NODE_SCHEMA = `
  create table if not exists nodes (name text primary key, address text not null);
`;

export type NodeState = NodeConfig & { readonly status: "ok" | "error"; readonly reason?: string };

/** The machines of the platform, and how their agents are. */
export class Nodes {
  readonly #database: DatabaseSync;
  readonly #caFile: string | undefined;

  /** The configured ones are added, or get the address that is configured now. */
  constructor(database: DatabaseSync, configured: readonly NodeConfig[], caFile: string | undefined) {
    this.#database = database;
    this.#caFile = caFile;
    const put = database.prepare("insert or replace into nodes (name, address) values (?, ?)");
    inTransaction(database, () => {
      for (const { name, address } of configured) put.run(name, address);
    });
  }

  /** Asks every agent, all at once. */
  states(): Promise<readonly NodeState[]> {
    const rows = this.#database.prepare("select name, address from nodes order by rowid").all();
    return Promise.all(
      rows.map((row) => this.#state({ name: String(row["name"]), address: String(row["address"]) })),
    );
  }

  async #state(node: NodeConfig): Promise<NodeState> {
    const host = node.address.includes(":") ? node.address : `${node.address}:${AGENT_PORT}`;
    const reason = await problemAtUrl(`https://${host}/v1/health`, {
      caFile: this.#caFile,
      timeoutMs: TIMEOUT_MS,
    });
    return reason === undefined ? { ...node, status: "ok" } : { ...node, status: "error", reason };
  }
}
