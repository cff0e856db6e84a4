import type { Text } from "drillbook";

/** The zones of the platform's DNS server. */
export const SERVICES = "svc.mcp.metacircular.net";
export const NODES = "mcp.metacircular.net";

export type ConfigOptions = {
  /** Whether services depend on each other and on other machines, as on the whole platform. */
  readonly needs: boolean;
  /** Addresses of the resolvers to which MCNS forwards names outside its zones. @default the public one on svc */
  readonly forwarders?: readonly Text[];
};

/** The dependencies of a service's health. */
export type NeedsOf = { readonly names?: readonly string[]; readonly urls: readonly string[] };

const list = (texts: readonly string[]): string => `[${texts.map((text) => `"${text}"`).join(", ")}]`;

/** The path of the platform's authority in a container. */
export const caFile = (directory: string): string => `/srv/${directory}/certs/ca.pem`;

export const serverTable = (listen: string): string => `\n[server]\nlisten = "${listen}"\n`;

/** `name`: of the file, if it differs from the directory's. */
export const databaseTable = (directory: string, name = directory): string =>
  `\n[database]\npath = "/srv/${directory}/${name}.db"\n`;

export const tlsTable = (directory: string): string =>
  `\n[tls]\ncert = "/srv/${directory}/certs/${directory}.pem"\nkey = "/srv/${directory}/certs/${directory}.key"\n`;

/** The same, with the authority for its peers. */
export const tlsTableWithCa = (directory: string): string =>
  `${tlsTable(directory)}ca = "${caFile(directory)}"\n`;

/** The table of needs; empty if they are left out. */
export const needsTable = (
  { needs }: ConfigOptions,
  directory: string,
  { names = [], urls }: NeedsOf,
  table = "needs",
): string =>
  needs
    ? `\n[${table}]\n${names.length === 0 ? "" : `names = ${list(names)}\n`}urls = ${list(urls)}\nca = "${caFile(directory)}"\n`
    : "";
