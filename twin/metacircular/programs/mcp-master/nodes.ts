import type { DatabaseSync } from "node:sqlite";
import { type AskOptions, problemAtUrl } from "../lib/ask-url.ts";
import { inTransaction } from "../lib/database.ts";
import type { NodeConfig } from "./config.ts";

const AGENT_PORT = 9_444;
const TIMEOUT_MS = 3_000;

export const NODE_SCHEMA = `
  create table if not exists nodes (name text primary key, address text not null);
`;

export type NodeState = NodeConfig & { readonly status: "ok" | "error"; readonly reason?: string };

/** The machines of the platform, and the state of their agents. */
export class Nodes {
  readonly #database: DatabaseSync;
  readonly #askOptions: AskOptions;

  /** Adds the configured nodes, or updates their addresses. */
  constructor(
    database: DatabaseSync,
    configured: readonly NodeConfig[],
    { caFile, patience }: { readonly caFile: string | undefined; readonly patience: number },
  ) {
    this.#database = database;
    this.#askOptions = { caFile, timeoutMs: TIMEOUT_MS * patience };
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
    const reason = await problemAtUrl(`https://${host}/v1/health`, this.#askOptions);
    return reason === undefined ? { ...node, status: "ok" } : { ...node, status: "error", reason };
  }
}
