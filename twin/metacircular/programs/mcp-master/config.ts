import type { TableReader } from "#twin/platform/table-reader.ts";

export type NodeConfig = {
  readonly name: string;
  /** The agent's address, with a port if it is not the default. */
  readonly address: string;
};

const ADDRESS = /^[0-9.]+(:\d{1,5})?$/;

const readNode = (table: TableReader): NodeConfig => {
  const node = { name: table.string("name", "rift"), address: table.string("address", "198.51.100.10") };
  if (!ADDRESS.test(node.address))
    table.fail("address", `is "${node.address}"`, 'write an IPv4 address, as in "198.51.100.10"');
  table.done();
  return node;
};

/** The part of the configuration that only mcp-master has. */
export const readMasterConfig = (table: TableReader): { readonly nodes: readonly NodeConfig[] } => ({
  nodes: table.tables("nodes").map(readNode),
});
