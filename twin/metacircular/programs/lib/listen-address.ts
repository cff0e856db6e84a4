import type { TableReader } from "#twin/platform/table-reader.ts";

/** Port 0 stands for any free port. */
export type ListenAddress = { readonly host: string; readonly port: number };

/** The address in a text of the form `address:port`, `undefined` when it has another form. */
export const parseListenAddress = (text: string): ListenAddress | undefined => {
  const [, host, port] = /^([0-9.]+):(\d{1,5})$/.exec(text) ?? [];
  return host === undefined || Number(port) > 65_535 ? undefined : { host, port: Number(port) };
};

const checked = (table: TableReader, key: string, value: string, example: string): ListenAddress =>
  parseListenAddress(value) ??
  table.fail(key, `is "${value}"`, `write an IPv4 address and a port, as in "${example}"`);

/** The key `listen` of a table: `address:port`. */
export const readListenAddress = (table: TableReader, example: string): ListenAddress =>
  checked(table, "listen", table.string("listen", example), example);

export const readOptionalListenAddress = (
  table: TableReader,
  key: string,
  example: string,
): ListenAddress | undefined => {
  const value = table.optionalString(key, example);
  return value === undefined ? undefined : checked(table, key, value, example);
};

/** A list of such addresses; none when the key is missing. */
export const readListenAddresses = (
  table: TableReader,
  key: string,
  example: string,
): readonly ListenAddress[] => table.strings(key).map((value) => checked(table, key, value, example));
