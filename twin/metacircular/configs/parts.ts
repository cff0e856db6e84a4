import type { Text } from "drillbook";

/** The zones that the platform's own DNS server answers for. */
export const SERVICES = "svc.mcp.metacircular.net";
export const NODES = "mcp.metacircular.net";

export type ConfigOptions = {
  /** Whether services need each other, and machines other than rift: so it is on the whole platform. */
  readonly needs: boolean;
  /** Addresses of the resolvers that MCNS asks for what is not in its zones. @default the public one on svc */
  readonly forwarders?: readonly Text[];
};

/** What a service needs from others to be healthy. */
export type NeedsOf = { readonly names?: readonly string[]; readonly urls: readonly string[] };

const list = (texts: readonly string[]): string => `[${texts.map((text) => `"${text}"`).join(", ")}]`;

/** The platform's authority, where a container finds it. */
export const caFile = (directory: string): string => `/srv/${directory}/certs/ca.pem`;

export const serverTable = (listen: string): string => `\n[server]\nlisten = "${listen}"\n`;

/** `name` is that of the file, where it is another one than the directory's. */
export const databaseTable = (directory: string, name = directory): string =>
  `\n[database]\npath = "/srv/${directory}/${name}.db"\n`;

export const tlsTable = (directory: string): string =>
  `\n[tls]\ncert = "/srv/${directory}/certs/${directory}.pem"\nkey = "/srv/${directory}/certs/${directory}.key"\n`;

/** The same, and whom its peers must be known to. */
export const tlsTableWithCa = (directory: string): string =>
  `${tlsTable(directory)}ca = "${caFile(directory)}"\n`;

/** The table of needs, nothing where they are left out. */
export const needsTable = (
  { needs }: ConfigOptions,
  directory: string,
  { names = [], urls }: NeedsOf,
  table = "needs",
): string =>
  needs
    ? `\n[${table}]\n${names.length === 0 ? "" : `names = ${list(names)}\n`}urls = ${list(urls)}\nca = "${caFile(directory)}"\n`
    : "";
