import type { TableReader } from "#harness/platform/table-reader.ts";

/** Port 0 stands for any free port. */
export type ListenAddress = { readonly host: string; readonly port: number };

/** The key `listen` of a table: `address:port`. */
export const readListenAddress = (table: TableReader, example: string): ListenAddress => {
  const value = table.string("listen", example);
  const [, host, port] = /^([0-9.]+):(\d{1,5})$/.exec(value) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    return table.fail("listen", `is "${value}"`, `write an IPv4 address and a port, as in "${example}"`);
  }
  return { host, port: Number(port) };
};
