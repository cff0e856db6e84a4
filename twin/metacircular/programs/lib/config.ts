import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { TableReader } from "#twin/platform/table-reader.ts";
import { Fatal, reason } from "./fatal.ts";
import {
  type ListenAddress,
  readListenAddress,
  readListenAddresses,
  readOptionalListenAddress,
} from "./listen-address.ts";
import { type Needs, readNeeds } from "./needs.ts";

/** The configuration that all services have in common. */
export type CommonConfig = {
  readonly listen: ListenAddress;
  /** Further addresses with the same routes. */
  readonly alsoListen: readonly ListenAddress[];
  /** The gRPC address of the real service; the stand-in serves only its health there. */
  readonly grpcListen: ListenAddress | undefined;
  readonly database: string;
  readonly tls: { readonly cert: string; readonly key: string; readonly ca: string | undefined } | undefined;
  readonly needs: Needs;
};

const readTls = (table: TableReader | undefined): CommonConfig["tls"] => {
  if (table === undefined) return undefined;
  const tls = {
    cert: table.string("cert", "/srv/mcns/certs/mcns.pem"),
    key: table.string("key", "/srv/mcns/certs/mcns.key"),
    ca: table.optionalString("ca", "/srv/mcns/certs/ca.pem"),
  };
  table.done();
  return tls;
};

const readCommon = (table: TableReader): CommonConfig => {
  const server = table.table("server");
  const database = table.table("database");
  const config = {
    listen: readListenAddress(server, "0.0.0.0:8443"),
    alsoListen: readListenAddresses(server, "also_listen", "0.0.0.0:8443"),
    grpcListen: readOptionalListenAddress(server, "grpc_listen", "0.0.0.0:9443"),
    database: database.string("path", "/srv/mcns/mcns.db"),
    tls: readTls(table.optionalTable("tls")),
    needs: readNeeds(table.optionalTable("needs")),
  };
  server.done();
  database.done();
  return config;
};

/** The tables of a TOML file through `read`. @throws Fatal with one line for any error in it. */
export const readToml = <Config>(file: string, read: (table: TableReader) => Config): Config => {
  try {
    return read(new TableReader(parse(readFileSync(file, "utf8")), file));
  } catch (error) {
    throw new Fatal(`read configuration: ${reason(error)}`);
  }
};

/** The configuration file of a service: the common part, and what `readOwn` finds in the rest. */
export const loadConfig = <Own extends object>(
  file: string,
  readOwn: (table: TableReader) => Own,
): CommonConfig & Own =>
  readToml(file, (table) => {
    const config = { ...readCommon(table), ...readOwn(table) };
    table.done();
    return config;
  });
