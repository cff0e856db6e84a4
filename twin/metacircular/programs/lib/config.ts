import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { TableReader } from "#harness/platform/table-reader.ts";
import { Fatal, reason } from "./fatal.ts";
import { type ListenAddress, readListenAddress } from "./listen-address.ts";

/** What the configuration of every service says. */
export type CommonConfig = {
  readonly listen: ListenAddress;
  readonly database: string;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
};

const readTls = (table: TableReader | undefined): CommonConfig["tls"] => {
  if (table === undefined) return undefined;
  const tls = {
    cert: table.string("cert", "/srv/mcns/certs/mcns.pem"),
    key: table.string("key", "/srv/mcns/certs/mcns.key"),
  };
  table.done();
  return tls;
};

const readCommon = (table: TableReader): CommonConfig => {
  const server = table.table("server");
  const database = table.table("database");
  const config = {
    listen: readListenAddress(server, "0.0.0.0:8443"),
    database: database.string("path", "/srv/mcns/mcns.db"),
    tls: readTls(table.optionalTable("tls")),
  };
  server.done();
  database.done();
  return config;
};

/** The configuration file of a service: the common part, and what `readOwn` finds in the rest. */
export const loadConfig = <Own extends object>(
  file: string,
  readOwn: (table: TableReader) => Own,
): CommonConfig & Own => {
  try {
    const table = new TableReader(parse(readFileSync(file, "utf8")), file);
    const config = { ...readCommon(table), ...readOwn(table) };
    table.done();
    return config;
  } catch (error) {
    throw new Fatal(`read configuration: ${reason(error)}`);
  }
};
